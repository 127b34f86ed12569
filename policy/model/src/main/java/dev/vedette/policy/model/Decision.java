package dev.vedette.policy.model;

import java.util.Objects;

/** What the policies make of one detection. */
public record Decision(Detection detection, Verdict verdict) {
    public Decision {
        Objects.requireNonNull(detection, "detection is null");
        Objects.requireNonNull(verdict, "verdict is null");
    }
}
