package dev.vedette.policy.yaml.edit;

import java.util.List;

/**
 * A text after changes.
 *
 * @param text the same as before if nothing could be changed
 * @param refusals the changes that were not made; all others were, or were not needed
 */
public record EditedYaml(String text, List<Refusal> refusals) {
    public EditedYaml {
        refusals = List.copyOf(refusals);
    }
}
