package dev.vedette.policy.yaml.edit;

import dev.vedette.policy.yaml.edit.Way.Step;
import java.util.ArrayList;
import java.util.List;

/** How a value is taken out of a text. */
final class Removal {
    private final Lines lines;

    Removal(String text) {
        this.lines = new Lines(text);
    }

    /** Takes out the whole entry or item that {@code step} names, which is not the only one. */
    List<TextChange> of(Step step) throws CannotEdit {
        return switch (step.holder()) {
            case PlacedNode.Mapping mapping -> entry(mapping, step.index());
            case PlacedNode.Sequence sequence -> item(sequence, step.index());
            default -> throw new IllegalStateException("nothing is held by " + step.holder());
        };
    }

    /** Leaves an empty mapping. */
    List<TextChange> contentOf(PlacedNode.Mapping mapping) throws CannotEdit {
        refuseComments(mapping.start(), mapping.end());
        return List.of(new TextChange(mapping.start(), mapping.end(), "{}"));
    }

    private List<TextChange> entry(PlacedNode.Mapping mapping, int index) throws CannotEdit {
        PlacedNode.Entry entry = mapping.entries().get(index);
        if (mapping.flow()) {
            int before =
                    index == 0 ? -1 : mapping.entries().get(index - 1).value().end();
            return fromFlow(before, entry.key().start(), entry.value().end());
        }
        int start = entry.key().start();
        if (lines.beginsLine(start)) {
            return List.of(wholeLines(start, entry.value().end()));
        }
        if (index > 0 || mapping.start() != start || lines.text().charAt(lines.beforeBlanks(start) - 1) != '-') {
            throw new CannotEdit("is written in a form that is not changed here: ? before its key");
        }
        return List.of(behindDash(start, mapping.entries().get(1).key().start()));
    }

    /** The dash stays before the next key, or on its line alone where comments stand between. */
    private TextChange behindDash(int start, int next) {
        String comments = lines.comments(start, next);
        return comments.isEmpty()
                ? TextChange.delete(start, next)
                : new TextChange(lines.beforeBlanks(start), lines.startOf(next), lines.lineBreak() + comments);
    }

    private List<TextChange> item(PlacedNode.Sequence sequence, int index) throws CannotEdit {
        PlacedNode item = sequence.items().get(index);
        int before = index == 0 ? -1 : sequence.items().get(index - 1).end();
        if (sequence.flow()) {
            return fromFlow(before, item.start(), item.end());
        }
        int dash = lines.nextSign(index == 0 ? sequence.start() : before);
        if (lines.text().charAt(dash) != '-' || !lines.beginsLine(dash)) {
            throw new CannotEdit("is an item of a list that does not begin its line");
        }
        return List.of(wholeLines(dash, item.end()));
    }

    /** All lines of a value, but those that only hold comments. */
    private TextChange wholeLines(int start, int end) {
        int from = lines.startOf(start);
        boolean atStart = lines.text().charAt(end - 1) == '\n';
        int to = atStart ? end : lines.after(end);
        return new TextChange(from, to, lines.comments(from, to));
    }

    /** With the comma behind it, or, if it is the last, the one before. */
    private List<TextChange> fromFlow(int before, int start, int end) throws CannotEdit {
        refuseComments(start, end);
        List<TextChange> changes = new ArrayList<>();
        int behind = lines.nextSign(end);
        boolean comma = lines.text().charAt(behind) == ','
                && lines.comments(end, behind).isEmpty();
        int to = comma ? behind + 1 : end;
        if (lines.beginsLine(start) && lines.endOf(to) == lines.afterBlanks(to)) {
            changes.add(TextChange.delete(lines.startOf(start), lines.after(to)));
        } else if (comma) {
            changes.add(TextChange.delete(start, lines.afterBlanks(to)));
        } else {
            changes.add(TextChange.delete(lines.beforeBlanks(start), to));
        }
        if (!comma && before >= 0) {
            int separator = lines.nextSign(before);
            changes.add(TextChange.delete(separator, separator + 1));
        }
        return changes;
    }

    private void refuseComments(int from, int to) throws CannotEdit {
        if (!lines.comments(from, to).isEmpty()) {
            throw new CannotEdit("has comments inside that would be lost");
        }
    }
}
