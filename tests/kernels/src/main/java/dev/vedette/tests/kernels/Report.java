package dev.vedette.tests.kernels;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes one JSON object per line. Small on purpose: in an emulated machine a library that reflects over classes costs
 * seconds.
 */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** @param what the value of the member {@code what} of the line */
    void line(String what, Map<String, ?> members) {
        Map<String, Object> all = new TreeMap<>(members);
        all.put("what", what);
        out.print(json(all) + "\n");
    }

    private static String json(Object value) {
        return switch (value) {
            case null -> "null";
            case Optional<?> optional -> json(optional.orElse(null));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Map<?, ?> map -> object(map);
            case Collection<?> many -> array(many);
            case byte[] bytes -> quoted(java.util.HexFormat.of().formatHex(bytes));
            case Record record -> object(record);
            default -> quoted(value.toString());
        };
    }

    private static String array(Collection<?> many) {
        StringJoiner joined = new StringJoiner(",", "[", "]");
        many.forEach(one -> joined.add(json(one)));
        return joined.toString();
    }

    private static String object(Map<?, ?> map) {
        StringJoiner joined = new StringJoiner(",", "{", "}");
        map.forEach((name, value) -> joined.add(quoted(name.toString()) + ":" + json(value)));
        return joined.toString();
    }

    private static String object(Record record) {
        StringJoiner joined = new StringJoiner(",", "{", "}");
        joined.add("\"is\":" + quoted(record.getClass().getSimpleName()));
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            joined.add(quoted(component.getName()) + ":" + json(value(record, component)));
        }
        return joined.toString();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (c < ' ' || c > '~') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
