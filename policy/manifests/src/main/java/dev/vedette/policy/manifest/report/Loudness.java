package dev.vedette.policy.manifest.report;

import dev.vedette.policy.model.Severity;

/** How loud build servers and code hosts say something: they know three ways. */
enum Loudness {
    ERROR("error", "error"),
    WARNING("warning", "warning"),
    NOTE("note", "notice");

    private final String sarif;
    private final String github;

    Loudness(String sarif, String github) {
        this.sarif = sarif;
        this.github = github;
    }

    static Loudness of(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> ERROR;
            case MEDIUM, LOW -> WARNING;
            case INFO -> NOTE;
        };
    }

    /** The level of a result (SARIF 2.1.0, 3.27.10). */
    String sarif() {
        return sarif;
    }

    /** The name of a workflow command. */
    String github() {
        return github;
    }
}
