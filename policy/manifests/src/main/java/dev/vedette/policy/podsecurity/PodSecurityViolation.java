package dev.vedette.policy.podsecurity;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.Objects;

/**
 * A field that fails a check.
 *
 * @param check its id in Kubernetes, as {@code hostNamespaces}
 * @param level the level that the check belongs to
 * @param where the field, or what it is missing from
 * @param message one sentence
 * @param remedy one sentence
 */
public record PodSecurityViolation(
        String check, PodSecurityLevel level, LocatedNode where, String message, String remedy) {
    public PodSecurityViolation {
        Objects.requireNonNull(check, "check is null");
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(where, "where is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(remedy, "remedy is null");
    }
}
