package dev.vedette.policy.hostile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Writes one object in one of the many ways that mean the same to Kubernetes: in blocks or in one line, quoted or not, with
 * other words for true, aliases, merged keys, comments, other ends of lines, a mark at the start.
 */
final class ManifestText {
    /** What needs no quotes, and is neither a number nor a word for true, false or nothing. */
    private static final Pattern PLAIN = Pattern.compile("[A-Z][A-Za-z]{4,}|[a-z]+[A-Z][A-Za-z]*|[a-z]{6,}");

    private static final List<String> TRUE = List.of("true", "True", "TRUE", "yes", "on", "y");
    private static final List<String> FALSE = List.of("false", "False", "no", "NO", "off", "n");

    private final Random random;
    private final Map<String, Object> aside = new LinkedHashMap<>();

    ManifestText(Random random) {
        this.random = random;
    }

    String of(Map<String, Object> object) {
        Map<String, Object> withAliases = new LinkedHashMap<>(object);
        if (random.nextBoolean()) {
            withAliases.replaceAll((key, value) -> setAside(value));
        }
        String body = random.nextInt(3) == 0 ? flow(all(withAliases)) : block(all(withAliases), "");
        String text =
                (random.nextInt(4) == 0 ? "\ufeff" : "") + (random.nextInt(4) == 0 ? "# c\n---" : "") + "\n" + body;
        return random.nextInt(4) == 0 ? text.replace("\n", "\r\n") : text;
    }

    /** An alias, or a mapping that merges one. */
    private record Alias(String name, String form) {
        @Override
        public String toString() {
            return form.formatted("*" + name);
        }
    }

    private record Anchored(String name, Object value) {}

    private Map<String, Object> all(Map<String, Object> object) {
        Map<String, Object> all = new LinkedHashMap<>();
        aside.forEach((name, value) -> all.put("x-" + name, new Anchored(name, value)));
        all.putAll(object);
        return all;
    }

    private Object setAside(Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(3) == 0) {
            String name = "a" + aside.size();
            aside.put(name, value);
            return new Alias(
                    name,
                    List.of("%s ", "{<<: %s }", "{<<: [%s ]}", "{!!merge \"<<\": %s }")
                            .get(random.nextInt(4)));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> inside = new LinkedHashMap<>(map);
            inside.replaceAll((key, below) -> setAside(below));
            return inside;
        }
        return value;
    }

    private String block(Object value, String indent) {
        StringBuilder text = new StringBuilder();
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.forEach((key, below) -> text.append(indent)
                        .append(scalar(key.toString()))
                        .append(':')
                        .append(child(below, indent)));
            case List<?> list
            when !list.isEmpty() ->
                list.forEach(item -> text.append(indent).append('-').append(child(item, indent)));
            default -> text.append(indent).append(flow(value)).append('\n');
        }
        return text.toString();
    }

    private String child(Object value, String indent) {
        boolean inLine = value instanceof Anchored
                || !(value instanceof Map<?, ?> || value instanceof List<?>)
                || random.nextInt(5) == 0;
        String comment = random.nextInt(8) == 0 ? " # hostPID: false" : "";
        return inLine
                ? " " + flow(value) + comment + "\n"
                : comment + "\n" + block(value, indent + " ".repeat(1 + random.nextInt(3)));
    }

    private String flow(Object value) {
        return switch (value) {
            case Anchored anchored -> "&" + anchored.name() + " " + flow(anchored.value());
            case Map<?, ?> map -> {
                StringBuilder text = new StringBuilder("{");
                map.forEach((key, below) -> text.append(text.length() > 1 ? ", " : "")
                        .append(scalar(key.toString()))
                        .append(": ")
                        .append(flow(below)));
                yield text.append('}').toString();
            }
            case List<?> list -> list.stream().map(this::flow).toList().toString();
            case Alias alias -> alias.toString();
            case Boolean truth -> any(truth ? TRUE : FALSE);
            case Number number -> number.toString();
            default -> scalar(value.toString());
        };
    }

    private String scalar(String text) {
        if (PLAIN.matcher(text).matches() && random.nextBoolean()) {
            return text;
        }
        return random.nextBoolean() ? "'" + text + "'" : '"' + escaped(text) + '"';
    }

    /** Some letters in their long form, which say the same. */
    private String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(random.nextInt(6) == 0 ? "\\u%04x".formatted(c) : "" + (char) c));
        return escaped.toString();
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
