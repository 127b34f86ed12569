package dev.vedette.policy.manifest;

import dev.vedette.policy.model.PrintableText;
import java.util.Objects;

/**
 * Why something could not be judged.
 *
 * @param file as it was named, {@code -} for standard input
 * @param line 1-based; 0 if it concerns the whole file
 * @param column 1-based; 0 where not known
 * @param message one sentence for people; what cannot be shown in it is replaced
 */
public record ManifestProblem(String file, int line, int column, String message) {
    public ManifestProblem {
        Objects.requireNonNull(file, "file is null");
        message = PrintableText.of(message);
    }

    /** {@code file:line:column: message}, as compilers write it. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
