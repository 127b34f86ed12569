package dev.vedette.policy.testing;

import dev.vedette.policy.document.Nearest;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Quantity;
import dev.vedette.policy.yaml.LocatedNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A single value.
 *
 * @param parse the value of a scalar, empty if it is none
 * @param wanted what it must be, for people
 * @param words the texts that are nearest to choose from; empty where they cannot be listed
 */
record ScalarForm<T>(
        Function<LocatedNode.Scalar, Optional<T>> parse, String wanted, List<String> words, Map<String, Object> schema)
        implements Form<T> {
    private static final int REGULAR_FILE = 0100000;
    private static final int PERMISSIONS = 07777;

    static final ScalarForm<String> TEXT = new ScalarForm<>(
            scalar -> Optional.of(scalar.isNull() ? "" : scalar.value()),
            "a text",
            List.of(),
            Map.of("type", List.of("string", "number", "boolean")));

    static final ScalarForm<Boolean> TRUTH =
            new ScalarForm<>(LocatedNode.Scalar::truth, "true or false", List.of(), Map.of("type", "boolean"));

    static final ScalarForm<Long> LONG =
            new ScalarForm<>(LocatedNode.Scalar::number, "a whole number", List.of(), Map.of("type", "integer"));

    static final ScalarForm<Integer> INT = new ScalarForm<>(
            scalar -> scalar.number().filter(n -> n == n.intValue()).map(Long::intValue),
            "a whole number of 32 bits",
            List.of(),
            Map.of("type", "integer"));

    static final ScalarForm<Double> DECIMAL =
            new ScalarForm<>(ScalarForm::decimal, "a number", List.of(), Map.of("type", "number"));

    static final ScalarForm<Duration> TIME = new ScalarForm<>(
            ScalarForm::time,
            "a time like 30s, 10m, 2h or 1d",
            List.of(),
            Map.of("type", "string", "pattern", "^\\d{1,9}[smhd]$"));

    /** Octal whether or not it begins with a zero, as chmod(1) takes it; permissions alone are those of a regular file. */
    static final ScalarForm<Integer> MODE = new ScalarForm<>(
            ScalarForm::mode,
            "an octal mode like 0755 or 0100755",
            List.of(),
            Map.of("type", List.of("string", "integer"), "pattern", "^[0-7]{3,7}$"));

    static final ScalarForm<Long> FILE_SYSTEM = new ScalarForm<>(
            scalar -> scalar.number().or(() -> Optional.ofNullable(FileSystemMagic.BY_TYPE.get(scalar.value()))),
            "a kind of file system or its magic number",
            List.copyOf(new TreeSet<>(FileSystemMagic.BY_TYPE.keySet())),
            Map.of(
                    "anyOf",
                    List.of(
                            Map.of("enum", List.copyOf(new TreeSet<>(FileSystemMagic.BY_TYPE.keySet()))),
                            Map.of("type", "integer"))));

    /** One of a few values by their texts. */
    static <T> ScalarForm<T> of(List<T> values, Function<T, String> text) {
        List<String> words = values.stream().map(text).toList();
        return new ScalarForm<>(
                scalar -> values.stream()
                        .filter(value -> text.apply(value).equals(scalar.value()))
                        .findFirst(),
                "one of " + String.join(", ", words),
                words,
                Map.of("enum", words));
    }

    /** A constant of an enumeration by its name, as rules write it. */
    static ScalarForm<Enum<?>> constant(Class<?> type) {
        return of(Arrays.<Enum<?>>asList((Enum<?>[]) type.getEnumConstants()), Enum::name);
    }

    @Override
    public Optional<T> read(LocatedNode node, T base, Problems problems) {
        Optional<T> value = node instanceof LocatedNode.Scalar scalar ? parse.apply(scalar) : Optional.empty();
        if (value.isEmpty()) {
            problems.at(node, complaint(node));
        }
        return value;
    }

    private String complaint(LocatedNode node) {
        String given = node.text().orElse("");
        String hint = given.isEmpty() ? "" : Nearest.hint(given, words);
        return given.isEmpty()
                ? "Here must be " + wanted + ", not " + node.kind() + "."
                : Problems.quote(given) + " is not valid here"
                        + (hint.isEmpty() ? "; it must be " + wanted + "." : hint);
    }

    @Override
    public Map<String, Object> schema(SchemaParts parts) {
        return schema;
    }

    private static Optional<Double> decimal(LocatedNode.Scalar scalar) {
        try {
            return Optional.of(Double.valueOf(scalar.value())).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> time(LocatedNode.Scalar scalar) {
        try {
            return Optional.of(Quantity.duration(scalar.value()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> mode(LocatedNode.Scalar scalar) {
        if (!scalar.value().matches("[0-7]{3,7}")) {
            return Optional.empty();
        }
        int mode = Integer.parseInt(scalar.value(), 8);
        return Optional.of(mode <= PERMISSIONS ? mode | REGULAR_FILE : mode);
    }
}
