package dev.vedette.policy.engine;

import java.util.Objects;

/**
 * Why rules can't be compiled.
 *
 * @param file as it was given
 * @param line 1-based, 0 where it concerns the whole file
 * @param message one sentence
 */
public record RuleProblem(String file, int line, String message) {
    public RuleProblem {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(message, "message is null");
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
    }
}
