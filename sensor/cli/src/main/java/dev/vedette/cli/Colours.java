package dev.vedette.cli;

import dev.vedette.policy.model.Severity;

/** Colours of severities on a terminal (ECMA-48, select graphic rendition). */
final class Colours {
    private Colours() {}

    static String of(Severity severity, String text, boolean colour) {
        if (!colour) {
            return text;
        }
        String code = switch (severity) {
            case CRITICAL -> "1;31";
            case HIGH -> "31";
            case MEDIUM -> "33";
            case LOW -> "36";
            case INFO -> "2";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
