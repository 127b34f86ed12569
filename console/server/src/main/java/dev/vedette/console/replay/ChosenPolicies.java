package dev.vedette.console.replay;

import java.util.Objects;

/**
 * By which policies a recording is judged.
 *
 * @param documents as YAML, "" unless the kind is {@link Kind#DOCUMENTS}
 */
public record ChosenPolicies(Kind kind, String documents) {
    /** Where they come from. */
    public enum Kind {
        /** None at all: everything is told, nothing would be done. */
        NONE,
        /** Those that hold as long as nobody gives others. */
        BUILT_IN,
        /** Those that are given. */
        DOCUMENTS
    }

    public ChosenPolicies {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(documents, "documents is null");
    }
}
