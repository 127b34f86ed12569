package dev.vedette.sensor.posture.version;

import dev.vedette.sensor.config.NodeRoot;
import java.util.HashMap;
import java.util.Map;

/**
 * The node's distribution, from os-release(5).
 *
 * @param id for example {@code debian}; "" where there is no such file
 * @param release its VERSION_ID, "" for rolling ones
 * @param like the ids of those that it descends from
 */
public record Distribution(String id, String release, String like) {
    /** Reads it. */
    public static Distribution of(NodeRoot root) {
        Map<String, String> values = new HashMap<>();
        root.value("/etc/os-release")
                .or(() -> root.value("/usr/lib/os-release"))
                .orElse("")
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(
                                line.substring(0, equals),
                                line.substring(equals + 1).replaceAll("^[\"']|[\"']$", ""));
                    }
                });
        return new Distribution(
                values.getOrDefault("ID", ""),
                values.getOrDefault("VERSION_ID", ""),
                values.getOrDefault("ID_LIKE", ""));
    }

    /** Whether its packages are those of rpm. */
    boolean usesRpm() {
        return (" " + id + " " + like + " ").matches(".* (rhel|fedora|centos|suse|amzn|rocky|almalinux) .*");
    }
}
