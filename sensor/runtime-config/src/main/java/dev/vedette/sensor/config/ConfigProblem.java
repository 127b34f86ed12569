package dev.vedette.sensor.config;

import java.util.Objects;

/**
 * A file of the node that could not be read or understood.
 *
 * @param file the path as the node sees it
 * @param line 1-based, 0 where it concerns the whole file
 * @param column 1-based, 0 where not known
 * @param message what is wrong, in a few words
 * @param notKnown what is not known because of it
 */
public record ConfigProblem(String file, int line, int column, String message, String notKnown) {
    public ConfigProblem {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(notKnown, "notKnown is null");
    }

    /** One sentence: file, line, column, what is wrong, and what is thereby not known. */
    public String sentence() {
        String place = line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        return place + ": " + message + "; not known by it: " + notKnown + ".";
    }
}
