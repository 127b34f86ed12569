package dev.vedette.policy.yaml.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that can be made to one state of a text side by side. What reaches into the same collection as an earlier one
 * waits for the next round, so that a text is read few times, however many objects it holds.
 */
final class EditRound {
    /** @param from the first character of the collections that an edit looks at or changes, {@code to} after the last */
    private record Reach(int from, int to) {}

    private record Plan(Reach reach, List<TextChange> changes) {}

    private final String text;
    private final List<PlacedDocument> documents;
    private final Reaches reaches = new Reaches();
    private final List<TextChange> changes = new ArrayList<>();
    private final List<YamlEdit> made = new ArrayList<>();
    private final List<YamlEdit> waiting = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    EditRound(String text, List<PlacedDocument> documents) {
        this.text = text;
        this.documents = documents;
    }

    List<TextChange> changes() {
        return changes;
    }

    List<YamlEdit> made() {
        return made;
    }

    List<YamlEdit> waiting() {
        return waiting;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    void take(YamlEdit edit) {
        try {
            PlacedDocument document = documents.get(edit.document());
            Plan plan = plan(edit, document, Way.of(document, edit.path()));
            if (reaches.take(plan.reach().from(), plan.reach().to())) {
                waiting.add(edit);
            } else {
                changes.addAll(plan.changes());
                made.add(edit);
            }
        } catch (CannotEdit e) {
            refusals.add(new Refusal(edit, e.getMessage()));
        }
    }

    private Plan plan(YamlEdit edit, PlacedDocument document, Way way) throws CannotEdit {
        return switch (edit) {
            case YamlEdit.Put put -> new Plan(reach(way), put(put, document, way));
            case YamlEdit.Append append -> new Plan(reach(way), append(append, document, way));
            case YamlEdit.Remove _ -> remove(document, way);
        };
    }

    private List<TextChange> put(YamlEdit.Put put, PlacedDocument document, Way way) throws CannotEdit {
        Insertion insertion = new Insertion(text, document.root());
        if (!way.isComplete()) {
            return insertion.entry(way, put.value(), false);
        }
        if (!(way.end() instanceof PlacedNode.Scalar old) || old.form() == PlacedNode.Scalar.Form.BLOCK) {
            throw new CannotEdit("is not written as a single word");
        }
        String written = Insertion.written(put.value(), insertion.isJson());
        String gap = old.start() == old.end() ? " " : "";
        return List.of(new TextChange(old.start(), old.end(), gap + written));
    }

    private List<TextChange> append(YamlEdit.Append append, PlacedDocument document, Way way) throws CannotEdit {
        Insertion insertion = new Insertion(text, document.root());
        if (!way.isComplete()) {
            return insertion.entry(way, append.item(), true);
        }
        return switch (way.end()) {
            case PlacedNode.Sequence list -> insertion.item(list, append.item());
            case PlacedNode.Scalar scalar
            when scalar.isNull() -> {
                String gap = scalar.start() == scalar.end() ? " [" : "[";
                String list = gap + Insertion.written(append.item(), insertion.isJson()) + "]";
                yield List.of(new TextChange(scalar.start(), scalar.end(), list));
            }
            default -> throw new CannotEdit("is not a list");
        };
    }

    private Plan remove(PlacedDocument document, Way way) throws CannotEdit {
        if (!way.isComplete()) {
            if (way.end() instanceof PlacedNode.Mapping mapping
                    && document.isMerged(mapping, way.missing().getFirst())) {
                throw new CannotEdit("comes from a merge key (<<), and would change in every place that merges it");
            }
            return new Plan(reach(way), List.of());
        }
        if (way.end().all().anyMatch(document::isShared)) {
            throw new CannotEdit("holds what an alias shares");
        }
        int depth = emptied(way.steps());
        Way.Step step = way.steps().get(depth);
        Removal removal = new Removal(text);
        boolean leavesNothing = step.size() == 1 && step.holder() instanceof PlacedNode.Mapping;
        List<TextChange> changed =
                leavesNothing ? removal.contentOf((PlacedNode.Mapping) step.holder()) : removal.of(step);
        return new Plan(reach(step.holder()), changed);
    }

    /** How far up a value goes with all that holds nothing else; an item of a list stays. */
    private static int emptied(List<Way.Step> steps) {
        int depth = steps.size() - 1;
        while (depth > 0
                && steps.get(depth).size() == 1
                && steps.get(depth - 1).holder() instanceof PlacedNode.Mapping) {
            depth--;
        }
        return depth;
    }

    /** What is empty is written anew with its key. */
    private Reach reach(Way way) {
        boolean filled = switch (way.end()) {
            case PlacedNode.Mapping mapping -> !mapping.entries().isEmpty();
            case PlacedNode.Sequence sequence -> !sequence.items().isEmpty();
            default -> false;
        };
        return reach(filled || way.steps().isEmpty() ? way.end() : way.last().holder());
    }

    private Reach reach(PlacedNode node) {
        return new Reach(node.start(), Math.max(node.start() + 1, new Lines(text).endOf(node.end())));
    }
}
