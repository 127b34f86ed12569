package dev.vedette.policy.model;

import java.util.Locale;

/** Whether a policy only says what it would do, or does it. */
public enum Mode {
    AUDIT,
    ENFORCE;

    /** The name in documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
