package dev.vedette.policy.podsecurity;

import java.util.Objects;

/** Which level of which version is asked for. */
public record PodSecurityDemand(PodSecurityLevel level, PodSecurityVersion version) {
    /** Nothing is demanded. */
    public static final PodSecurityDemand NONE =
            new PodSecurityDemand(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST);

    public PodSecurityDemand {
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(version, "version is null");
    }

    /**
     * Reads {@code baseline}, {@code baseline:latest} or {@code baseline:v1.29}.
     *
     * @throws IllegalArgumentException if it is none of these; the message is for people
     */
    public static PodSecurityDemand parse(String text) {
        int colon = text.indexOf(':');
        String level = colon < 0 ? text : text.substring(0, colon);
        PodSecurityVersion version =
                colon < 0 ? PodSecurityVersion.LATEST : PodSecurityVersion.parse(text.substring(colon + 1));
        return new PodSecurityDemand(
                PodSecurityLevel.labelled(level)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + level + "' is no level: write privileged, baseline or restricted")),
                version);
    }

    /** Whether there is anything that a pod could fail. */
    public boolean isNone() {
        return level == PodSecurityLevel.PRIVILEGED;
    }

    /** Whether a pod that meets {@code other} may fail this one: another version, or a stricter level of the same. */
    public boolean mayFailWhatMeets(PodSecurityDemand other) {
        return !isNone() && (!version.equals(other.version) || level.compareTo(other.level) > 0);
    }

    /** As {@code restricted:v1.29}. */
    @Override
    public String toString() {
        return level.label() + ":" + version.label();
    }
}
