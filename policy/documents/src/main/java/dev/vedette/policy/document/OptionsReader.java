package dev.vedette.policy.document;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads how a response is to be carried out. */
record OptionsReader(Problems problems) {
    private static final int MAX_ITEMS = 64;
    private static final Set<String> LISTS = Set.of("except", "dns", "deny");

    /** As much as can be read; the result counts only if there is no problem. */
    ResponseOptions read(ResponseAction action, Fields fields) {
        ResponseOptions options = ResponseOptions.NONE;
        for (String key : ResponseOptions.KEYS) {
            Optional<LocatedNode> at = fields.get(key).filter(node -> !node.isNull());
            if (at.isPresent() && fits(action, key, at.get())) {
                options = with(options, key, at.get(), fields);
            }
        }
        return options;
    }

    private boolean fits(ResponseAction action, String key, LocatedNode at) {
        Set<String> fitting = ResponseOptions.fitting(action);
        if (!fitting.contains(key)) {
            String use =
                    fitting.isEmpty() ? "it has no options." : "use " + String.join(", ", new TreeSet<>(fitting)) + ".";
            problems.at(at, "'" + key + "' says nothing of " + action.label() + "; " + use);
        }
        return fitting.contains(key);
    }

    private ResponseOptions with(ResponseOptions before, String key, LocatedNode at, Fields fields) {
        if (!(at instanceof LocatedNode.Sequence)) {
            return fields.text(at).map(text -> with(before, key, text, at)).orElse(before);
        }
        if (!LISTS.contains(key)) {
            problems.at(at, "Here must be a text, not a list.");
            return before;
        }
        String all = "";
        for (LocatedNode item : fields.someItems(key, MAX_ITEMS)) {
            Optional<String> text = fields.text(item);
            // each by itself first, so that the problem stands where it is
            if (text.isPresent()
                    && !with(ResponseOptions.NONE, key, text.get(), item).equals(ResponseOptions.NONE)) {
                all = all.isEmpty() ? text.get() : all + "," + text.get();
            }
        }
        return all.isEmpty() ? before : with(before, key, all, at);
    }

    private ResponseOptions with(ResponseOptions before, String key, String text, LocatedNode at) {
        try {
            return before.with(key, text);
        } catch (IllegalArgumentException e) {
            problems.at(at, e.getMessage());
            return before;
        }
    }
}
