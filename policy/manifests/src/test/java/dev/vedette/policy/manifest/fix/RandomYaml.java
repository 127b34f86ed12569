package dev.vedette.policy.manifest.fix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Writes maps and lists as people would: block and flow style, any indentation, comments, quotes, Windows' line ends, JSON. */
final class RandomYaml {
    private final Random random;
    private final boolean json;
    private final int step;
    private final boolean indentedLists;
    private final double comments;
    private final double flow;
    private final String lineBreak;
    private final StringBuilder text = new StringBuilder();
    private int written;

    RandomYaml(Random random) {
        this.random = random;
        this.json = random.nextInt(5) == 0;
        this.step = List.of(2, 2, 3, 4).get(random.nextInt(4));
        this.indentedLists = random.nextBoolean();
        this.comments = json ? 0 : random.nextDouble() * 0.4;
        this.flow = random.nextDouble() * 0.4;
        this.lineBreak = random.nextInt(4) == 0 ? "\r\n" : "\n";
    }

    String write(List<Map<String, Object>> documents) {
        if (json) {
            return json(documents.getFirst(), random.nextBoolean() ? 0 : -1) + (random.nextBoolean() ? lineBreak : "");
        }
        for (Map<String, Object> document : documents) {
            if (random.nextBoolean() || !text.isEmpty()) {
                text.append("---").append(lineBreak);
            }
            mapping(document, 0, "");
        }
        boolean cut = random.nextInt(5) == 0;
        return cut ? text.substring(0, text.length() - lineBreak.length()) : text.toString();
    }

    private void mapping(Map<?, ?> map, int indent, String dash) {
        String before = dash;
        for (Map.Entry<?, ?> entry : shuffled(map)) {
            if (before.isEmpty()) {
                commentLines(indent);
            }
            text.append(before.isEmpty() ? " ".repeat(indent) : before);
            before = "";
            text.append(entry.getKey()).append(':');
            value(entry.getValue(), indent);
        }
    }

    private List<Map.Entry<?, ?>> shuffled(Map<?, ?> map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (random.nextInt(3) == 0) {
            Collections.shuffle(entries, random);
        }
        return entries;
    }

    private void value(Object value, int indent) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() && random.nextDouble() >= flow -> {
                endLine();
                mapping(map, indent + step, "");
            }
            case List<?> list
            when !list.isEmpty() && random.nextDouble() >= flow -> {
                endLine();
                sequence(list, indentedLists ? indent + step : indent);
            }
            default -> {
                text.append(' ').append(flow(value));
                endLine();
            }
        }
    }

    private void sequence(List<?> list, int indent) {
        for (Object item : list) {
            commentLines(indent);
            String dash = " ".repeat(indent) + "- ";
            if (item instanceof Map<?, ?> map && !map.isEmpty() && random.nextDouble() >= flow) {
                mapping(map, indent + 2, dash);
            } else {
                text.append(dash).append(flow(item));
                endLine();
            }
        }
    }

    private String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map when map.isEmpty() && random.nextInt(4) == 0 -> "~";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
            case String word when word.isEmpty() -> "''";
            case String word when random.nextInt(4) == 0 -> '"' + word + '"';
            default -> value.toString();
        };
    }

    /** @param indent below 0 for all on one line */
    private String json(Object value, int indent) {
        String open = indent < 0 ? "" : lineBreak + " ".repeat(indent + step);
        String close = indent < 0 ? "" : lineBreak + " ".repeat(indent);
        int below = indent < 0 ? indent : indent + step;
        return switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.entrySet().stream()
                        .map(entry -> open + '"' + entry.getKey() + "\": " + json(entry.getValue(), below))
                        .collect(Collectors.joining(",", "{", close + "}"));
            case List<?> list
            when !list.isEmpty() ->
                list.stream().map(item -> open + json(item, below)).collect(Collectors.joining(",", "[", close + "]"));
            case Map<?, ?> _ -> "{}";
            case List<?> _ -> "[]";
            case String word -> '"' + word + '"';
            default -> value.toString();
        };
    }

    private void commentLines(int indent) {
        if (random.nextDouble() < comments) {
            text.append(" ".repeat(indent)).append("# line ").append(written++).append(lineBreak);
        }
    }

    private void endLine() {
        if (random.nextDouble() < comments) {
            text.append(" # end ").append(written++);
        }
        text.append(lineBreak);
    }
}
