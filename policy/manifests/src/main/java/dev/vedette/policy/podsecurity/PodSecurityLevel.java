package dev.vedette.policy.podsecurity;

import java.util.Locale;

/** How strict the standard is. Each level demands what the one before it demands, and more. */
public enum PodSecurityLevel {
    BASELINE,
    RESTRICTED;

    /** As Kubernetes writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
