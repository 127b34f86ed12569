package dev.vedette.tests.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What of a record must be the same in every run, or on every rung: each field but for those that are listed, with their
 * reasons, in {@code fields-that-differ.tsv}.
 */
final class Essence {
    private static final Path LIST = Path.of("src/test/resources/fields-that-differ.tsv");
    /** A tracepoint for it came after Linux 6.12. */
    private static final String WITHOUT_TRACEPOINT = "CapabilityRecord";

    /** It counts what came before as well, of deeds that another rung tells otherwise. */
    private static final String COUNTED = "DestructionRecord";

    private static final List<String> PATHS = List.of("file.path", "requestedPath", "target", "unixPath");
    private static final int FIRST_CHOSEN_PORT = 32768;

    private final List<Difference> differences;

    private Essence(List<Difference> differences) {
        this.differences = List.copyOf(differences);
    }

    /** A line of the list; a field that ends with an asterisk stands for all that begin so. */
    private record Difference(String when, String of, String field) {
        boolean isOf(String kind, String name) {
            boolean named =
                    field.endsWith("*") ? name.startsWith(field.substring(0, field.length() - 1)) : name.equals(field);
            return named && (of.equals("*") || of.equals(kind));
        }
    }

    /** Records of rungs that see the kernel's own arguments: values may differ from run to run. */
    static Essence amongUpperRungs() throws IOException {
        return new Essence(listed().filter(one -> one.when().equals("run")).toList());
    }

    /** Records of all rungs. */
    static Essence amongAllRungs() throws IOException {
        return new Essence(listed().toList());
    }

    private static Stream<Difference> listed() throws IOException {
        return Files.readAllLines(LIST, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(words -> new Difference(words[0], words[1], words[2]));
    }

    /** By a name for it, one for each difference between rungs that is taken back: as if it were not listed. */
    Map<String, Essence> eachStricter() {
        Map<String, Essence> stricter = new TreeMap<>();
        for (Difference one : differences) {
            if (isBetweenRungs(one)) {
                List<Difference> others = new ArrayList<>(differences);
                others.remove(one);
                stricter.put(one.of() + " " + one.field(), new Essence(others));
            }
        }
        return stricter;
    }

    /** Empty for records that are not compared. */
    Optional<String> of(JsonNode kernelRecord) {
        String kind = kernelRecord.path("is").asText();
        boolean amongAll = differences.stream().anyMatch(Essence::isBetweenRungs);
        if (kind.equals(COUNTED) || (amongAll && kind.equals(WITHOUT_TRACEPOINT))) {
            return Optional.empty();
        }
        Map<String, String> fields = new TreeMap<>();
        flatten("", kernelRecord, fields);
        // On the lowest rung a path is the caller's own spelling, of which the last component must agree.
        String name = amongAll ? nameIn(fields) : "";
        fields.keySet()
                .removeIf(field -> differences.stream().anyMatch(one -> isBetweenRungs(one) && one.isOf(kind, field)));
        fields.replaceAll((field, value) ->
                differences.stream().anyMatch(one -> one.isOf(kind, field)) ? whetherKnown(field, value) : value);
        return Optional.of(kind + " " + name + " " + fields);
    }

    private static boolean isBetweenRungs(Difference one) {
        return one.when().equals("tracepoint");
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> fields) {
        node.properties().forEach(member -> {
            if (member.getValue().isObject()) {
                flatten(prefix + member.getKey() + ".", member.getValue(), fields);
            } else {
                fields.put(prefix + member.getKey(), member.getValue().toString());
            }
        });
    }

    /** Ports below those that the kernel chooses are the caller's choice, and so compared. */
    private static String whetherKnown(String field, String value) {
        if (value.equals("0") || (field.endsWith("Port") && Integer.parseInt(value) < FIRST_CHOSEN_PORT)) {
            return value;
        }
        return "some";
    }

    private static String nameIn(Map<String, String> fields) {
        return PATHS.stream()
                .map(path -> fields.getOrDefault(path, "").replace("\"", ""))
                .filter(path -> !path.isEmpty())
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .findFirst()
                .orElse("");
    }
}
