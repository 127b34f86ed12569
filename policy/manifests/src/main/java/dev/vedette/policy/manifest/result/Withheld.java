package dev.vedette.policy.manifest.result;

import java.util.Objects;

/**
 * A finding that does not count.
 *
 * @param why in words
 */
public record Withheld(ScanFinding finding, Cause cause, String why) {
    /** What keeps a finding back. */
    public enum Cause {
        /** An exception of a policy. */
        EXCEPTION,
        /** A waiver that the manifest carries itself. */
        ANNOTATION,
        /** A waiver of a file. */
        WAIVER,
        /** It was there before. */
        BASELINE
    }

    public Withheld {
        Objects.requireNonNull(finding, "finding is null");
        Objects.requireNonNull(cause, "cause is null");
        Objects.requireNonNull(why, "why is null");
    }
}
