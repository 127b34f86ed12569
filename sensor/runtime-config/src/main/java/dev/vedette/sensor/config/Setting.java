package dev.vedette.sensor.config;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that stands in a configuration file, with its place.
 *
 * @param key the keys from the top, joined by dots
 * @param file the file that had the last word, as the node sees it
 * @param line 1-based line of the assignment, 0 where it could not be told apart
 */
public record Setting(JsonNode value, String key, String file, int line) {
    /** The value as text; for lists and tables their JSON. */
    public String text() {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** Whether it says yes. */
    public boolean isTrue() {
        return value.asBoolean(false);
    }

    /** Its place for people: file, line where known, key. */
    public String place() {
        return file + (line == 0 ? "" : ":" + line) + " (" + key + ")";
    }
}
