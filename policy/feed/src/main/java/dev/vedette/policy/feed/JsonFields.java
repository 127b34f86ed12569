package dev.vedette.policy.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of one JSON object; what is absent has a default, what has the wrong form is named. */
final class JsonFields {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

    private final JsonNode node;

    private JsonFields(JsonNode node) {
        this.node = node;
    }

    static JsonFields of(JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new MalformedFeedException("not a JSON object");
        }
        return new JsonFields(node);
    }

    String text(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new MalformedFeedException(name + " is no text");
        }
        return value.textValue();
    }

    String requiredText(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            throw new MalformedFeedException(name + " is missing");
        }
        return value;
    }

    boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    /** A number, also where it is written as a decimal string. */
    long number(String name, long absent) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        try {
            return Long.parseLong(value.asText());
        } catch (NumberFormatException e) {
            throw new MalformedFeedException(name + " is no whole number of 64 bits", e);
        }
    }

    /** A 64-bit mask in hexadecimal digits, 0 where absent. */
    long mask(String name) {
        String value = text(name);
        try {
            return value.isEmpty() ? 0 : Long.parseUnsignedLong(value, 16);
        } catch (NumberFormatException e) {
            throw new MalformedFeedException(name + " is no hexadecimal mask", e);
        }
    }

    long epochNanos(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return 0;
        }
        try {
            Instant instant = Instant.from(ISO.parse(value));
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedFeedException(name + " is no ISO-8601 time between 1970 and 2262", e);
        }
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return parse(name, requiredText(name), type);
    }

    <E extends Enum<E>> E constant(String name, Class<E> type, E absent) {
        String label = text(name);
        return label.isEmpty() ? absent : parse(name, label, type);
    }

    <E extends Enum<E>> List<E> constants(String name, Class<E> type) {
        return texts(name).stream().map(label -> parse(name, label, type)).toList();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node.path(name)) {
            texts.add(element.asText());
        }
        return texts;
    }

    Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.path(name)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    Optional<JsonFields> object(String name) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(of(value));
    }

    JsonFields requiredObject(String name) {
        return object(name).orElseThrow(() -> new MalformedFeedException(name + " is missing"));
    }

    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        node.path(name).forEach(element -> objects.add(of(element)));
        return objects;
    }

    /** How a constant is written: {@code KILL_PROCESS} is {@code kill-process}. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String isoTime(long epochNanos) {
        return ISO.format(Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND)));
    }

    static String hexMask(long bits) {
        return "%016x".formatted(bits);
    }

    private static <E extends Enum<E>> E parse(String name, String label, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (label(constant).equals(label)) {
                return constant;
            }
        }
        throw new MalformedFeedException(name + " is \"" + label + "\", which is unknown");
    }
}
