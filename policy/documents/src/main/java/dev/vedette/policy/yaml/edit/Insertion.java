package dev.vedette.policy.yaml.edit;

import dev.vedette.policy.yaml.edit.Way.Step;
import java.util.List;
import java.util.Optional;

/** Where and how a value that is missing gets written into a text. */
final class Insertion {
    private static final int USUAL_STEP = 2;

    private final Lines lines;
    private final PlacedNode root;

    Insertion(String text, PlacedNode root) {
        this.lines = new Lines(text);
        this.root = root;
    }

    /**
     * Writes {@code path} and {@code value} below the end of {@code way}.
     *
     * @param asList whether the value is the one item of a list
     */
    List<TextChange> entry(Way way, String value, boolean asList) throws CannotEdit {
        return switch (way.end()) {
            case PlacedNode.Mapping mapping
            when !mapping.entries().isEmpty() ->
                mapping.flow()
                        ? intoFlow(mapping, way.missing(), value, asList)
                        : intoBlock(mapping, way.missing(), value, asList);
            case PlacedNode.Mapping empty -> fill(way, empty, value, asList);
            case PlacedNode.Scalar scalar when scalar.isNull() -> fill(way, scalar, value, asList);
            default -> throw new CannotEdit("has no place below it, since what stands there is not a mapping");
        };
    }

    /** Puts {@code item} at the end of {@code list}. */
    List<TextChange> item(PlacedNode.Sequence list, String item) throws CannotEdit {
        boolean quoted = isJson();
        if (list.items().isEmpty()) {
            return List.of(TextChange.insert(list.end() - 1, written(item, quoted)));
        }
        if (list.flow()) {
            return behindLast(
                    list.items().getLast().start(), list.items().getLast().end(), written(item, quoted));
        }
        int dash = list.start();
        if (lines.text().charAt(dash) != '-') {
            throw new CannotEdit("is a list with a tag or an anchor of its own");
        }
        return List.of(newLine(list.end(), lines.columnOf(dash), "- " + item));
    }

    private List<TextChange> intoBlock(PlacedNode.Mapping mapping, List<String> missing, String value, boolean asList) {
        int column = lines.columnOf(mapping.entries().getFirst().key().start());
        return List.of(newLine(mapping.end(), column, block(missing, value, asList, column)));
    }

    private List<TextChange> intoFlow(PlacedNode.Mapping mapping, List<String> missing, String value, boolean asList) {
        PlacedNode.Entry last = mapping.entries().getLast();
        boolean quoted = isQuoted(mapping.entries().getFirst().key());
        return behindLast(last.key().start(), last.value().end(), flow(missing, value, asList, quoted));
    }

    /** Behind the last of a flow collection: on a line of its own if that one has one. */
    private List<TextChange> behindLast(int start, int end, String written) {
        int next = lines.nextSign(end);
        boolean comma = next < lines.text().length() && lines.text().charAt(next) == ',';
        int behind = comma ? next + 1 : end;
        if (lines.beginsLine(start) && lines.endsLine(behind)) {
            int lineEnd = lines.endOf(behind);
            String line = lines.lineBreak() + " ".repeat(lines.columnOf(start)) + written;
            return comma
                    ? List.of(TextChange.insert(lineEnd, line))
                    : List.of(TextChange.insert(end, ","), TextChange.insert(lineEnd, line));
        }
        return List.of(TextChange.insert(end, ", " + written));
    }

    /** What is empty becomes a mapping: in lines below its key where the text is written so, else in braces. */
    private List<TextChange> fill(Way way, PlacedNode empty, String value, boolean asList) {
        Optional<PlacedNode> key = keyInBlock(way);
        if (key.isPresent() && standsAlone(key.get(), empty)) {
            int column = lines.columnOf(key.get().start()) + step();
            String below = lines.lineBreak() + " ".repeat(column) + block(way.missing(), value, asList, column);
            return List.of(
                    TextChange.delete(lines.beforeBlanks(empty.start()), empty.end()),
                    TextChange.insert(lines.endOf(empty.end()), below));
        }
        String entry = flow(way.missing(), value, asList, isJson());
        if (empty instanceof PlacedNode.Mapping) {
            return List.of(TextChange.insert(empty.end() - 1, entry));
        }
        String gap = empty.start() == empty.end() ? " " : "";
        return List.of(new TextChange(empty.start(), empty.end(), gap + "{" + entry + "}"));
    }

    private static Optional<PlacedNode> keyInBlock(Way way) {
        if (way.steps().isEmpty()) {
            return Optional.empty();
        }
        Step last = way.last();
        return last.holder() instanceof PlacedNode.Mapping mapping && !mapping.flow()
                ? Optional.of(mapping.entries().get(last.index()).key())
                : Optional.empty();
    }

    private boolean standsAlone(PlacedNode key, PlacedNode empty) {
        return empty.anchor().isEmpty()
                && lines.startOf(key.start()) == lines.startOf(empty.end())
                && lines.endsLine(empty.end());
    }

    private TextChange newLine(int end, int column, String written) {
        String line = " ".repeat(column) + written;
        boolean atStart = end > 0 && lines.text().charAt(end - 1) == '\n';
        return atStart
                ? TextChange.insert(end, line + lines.lineBreak())
                : TextChange.insert(lines.endOf(end), lines.lineBreak() + line);
    }

    private String block(List<String> path, String value, boolean asList, int column) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            if (i > 0) {
                written.append(lines.lineBreak()).append(" ".repeat(column + i * step()));
            }
            written.append(path.get(i)).append(':');
        }
        return written.append(' ').append(value(value, asList, false)).toString();
    }

    private static String flow(List<String> path, String value, boolean asList, boolean quoted) {
        String written = value(value, asList, quoted);
        for (int i = path.size() - 1; i >= 0; i--) {
            String entry = (quoted ? '"' + path.get(i) + '"' : path.get(i)) + ": " + written;
            written = i == 0 ? entry : "{" + entry + "}";
        }
        return written;
    }

    private static String value(String value, boolean asList, boolean quoted) {
        String written = written(value, quoted);
        return asList ? "[" + written + "]" : written;
    }

    /** In JSON texts have quotes, truth values have none. */
    static String written(String value, boolean quoted) {
        boolean truth = value.equals("true") || value.equals("false");
        return quoted && !truth ? '"' + value + '"' : value;
    }

    boolean isJson() {
        return root instanceof PlacedNode.Mapping mapping
                && mapping.flow()
                && !mapping.entries().isEmpty()
                && isQuoted(mapping.entries().getFirst().key());
    }

    private static boolean isQuoted(PlacedNode key) {
        return key instanceof PlacedNode.Scalar scalar && scalar.form() == PlacedNode.Scalar.Form.DOUBLE_QUOTED;
    }

    /** By how much the text indents what is in a mapping in a mapping. */
    private int step() {
        if (root instanceof PlacedNode.Mapping outer && !outer.flow()) {
            int column = lines.columnOf(outer.entries().getFirst().key().start());
            for (PlacedNode.Entry entry : outer.entries()) {
                if (entry.value() instanceof PlacedNode.Mapping inner && !inner.flow()) {
                    return lines.columnOf(inner.entries().getFirst().key().start()) - column;
                }
            }
        }
        return USUAL_STEP;
    }
}
