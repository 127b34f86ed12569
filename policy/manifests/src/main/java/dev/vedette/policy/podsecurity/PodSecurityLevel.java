package dev.vedette.policy.podsecurity;

import dev.vedette.policy.model.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How strict the standard is. Each level demands what the one before it demands, and more. */
public enum PodSecurityLevel {
    /** Demands nothing. */
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    /** As Kubernetes writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How bad it is where it is not met: baseline keeps out known ways to more rights, restricted asks for what is good practice
     * on top.
     */
    public Severity severity() {
        return this == BASELINE ? Severity.HIGH : Severity.MEDIUM;
    }

    /** The level that is written so; empty if there is none. */
    public static Optional<PodSecurityLevel> labelled(String label) {
        return Arrays.stream(values())
                .filter(level -> level.label().equals(label))
                .findFirst();
    }
}
