package dev.vedette.policy.yaml.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the path of an edit leads in a document.
 *
 * @param steps from the root on, each inside the value of the one before
 * @param end the last value that there is
 * @param missing the keys below {@code end} that there are not
 */
record Way(List<Step> steps, PlacedNode end, List<String> missing) {
    /** A collection, and which of its entries or items the path goes through. */
    record Step(PlacedNode holder, int index) {
        int size() {
            return switch (holder) {
                case PlacedNode.Mapping mapping -> mapping.entries().size();
                case PlacedNode.Sequence sequence -> sequence.items().size();
                default -> throw new IllegalStateException("nothing is held by " + holder);
            };
        }
    }

    static Way of(PlacedDocument document, List<String> path) throws CannotEdit {
        List<Step> steps = new ArrayList<>();
        PlacedNode here = document.root();
        for (int i = 0; i < path.size(); i++) {
            refuseIfShared(document, here);
            int index = indexOf(here, path.get(i));
            if (index < 0) {
                List<String> missing = path.subList(i, path.size());
                refuseIfMerged(document, here, missing);
                return new Way(steps, here, missing);
            }
            steps.add(new Step(here, index));
            here = child(here, index);
        }
        refuseIfShared(document, here);
        return new Way(steps, here, List.of());
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    Step last() {
        return steps.getLast();
    }

    private static int indexOf(PlacedNode holder, String name) {
        return switch (holder) {
            case PlacedNode.Mapping mapping ->
                mapping.entry(name).map(mapping.entries()::indexOf).orElse(-1);
            case PlacedNode.Sequence sequence -> {
                int index = ListIndex.of(name);
                yield index < sequence.items().size() ? index : -1;
            }
            default -> -1;
        };
    }

    private static PlacedNode child(PlacedNode holder, int index) {
        return switch (holder) {
            case PlacedNode.Mapping mapping -> mapping.entries().get(index).value();
            case PlacedNode.Sequence sequence -> sequence.items().get(index);
            default -> throw new IllegalStateException("nothing is held by " + holder);
        };
    }

    private static void refuseIfShared(PlacedDocument document, PlacedNode node) throws CannotEdit {
        if (document.isShared(node)) {
            String name = node instanceof PlacedNode.Alias alias ? alias.name() : node.anchor();
            throw new CannotEdit("is shared by the alias *" + name + ", and would change in every place that uses it");
        }
    }

    /** A single key may be overruled beside a merge key, but a mapping of the same name would hide the merged one. */
    private static void refuseIfMerged(PlacedDocument document, PlacedNode holder, List<String> missing)
            throws CannotEdit {
        if (missing.size() > 1
                && holder instanceof PlacedNode.Mapping mapping
                && document.isMerged(mapping, missing.getFirst())) {
            throw new CannotEdit("comes from a merge key (<<), and would change in every place that merges it");
        }
    }
}
