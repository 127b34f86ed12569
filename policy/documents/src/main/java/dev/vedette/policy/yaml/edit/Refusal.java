package dev.vedette.policy.yaml.edit;

import java.util.Objects;

/**
 * Why a change was not made.
 *
 * @param reason the end of a sentence about {@code edit}'s place, as {@code is shared by an alias …}
 */
public record Refusal(YamlEdit edit, String reason) {
    public Refusal {
        Objects.requireNonNull(edit, "edit is null");
        Objects.requireNonNull(reason, "reason is null");
    }
}
