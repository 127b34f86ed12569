package dev.vedette.sensor.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On which lines of a text keys are assigned. The parsers keep no places of values; a line is for people, so a key that
 * is assigned in several tables of one file has none rather than a wrong one.
 */
final class AssignmentLines {
    private static final Pattern ASSIGNMENT = Pattern.compile("^\\s*(?:[\\w.\"'-]+\\.)?[\"']?([\\w-]+)[\"']?\\s*=");

    private final Map<String, Integer> lines = new HashMap<>();

    AssignmentLines(String text) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher matcher = ASSIGNMENT.matcher(line);
            if (matcher.find()) {
                lines.merge(matcher.group(1), number, (before, now) -> 0);
            }
        }
    }

    /** 1-based; 0 where the key is assigned nowhere or more than once. */
    int of(String key) {
        return lines.getOrDefault(key, 0);
    }
}
