package dev.vedette.policy.document;

import dev.vedette.policy.model.PrintableText;
import java.util.Objects;

/**
 * Something in a policy document that can't stand.
 *
 * @param file also an object of a cluster, then with the field that it is about
 * @param line 1-based, 0 where it concerns the whole file
 * @param column 1-based, 0 where it concerns the whole file
 * @param message one sentence, with the way out where there is one; what cannot be shown in it is replaced
 */
public record PolicyProblem(String file, int line, int column, String message) {
    public PolicyProblem {
        Objects.requireNonNull(file, "file is null");
        message = PrintableText.of(message);
    }

    /** As compilers write it, so that editors find the place. */
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ":" + column + ": " + message : file + ": " + message;
    }
}
