package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A program of the node, or its kernel, is of a version with a known vulnerability that its distribution has not fixed
 * there.
 *
 * @param component for example {@code runc} or {@code kernel}
 * @param version as the program or its package says it
 * @param where the file, or what else the version was learned from
 * @param cve for example {@code CVE-2024-21626}
 * @param title what it allows, in a few words
 * @param fixedIn the versions that have the fix, for people
 * @param source where the record comes from
 * @param dataDate the day of the records that were used, ISO 8601
 */
public record VulnerableVersion(
        String component,
        String version,
        String where,
        String cve,
        Severity severity,
        String title,
        String fixedIn,
        String source,
        String dataDate,
        long epochNanos)
        implements NodePosture {
    public VulnerableVersion {
        Objects.requireNonNull(component, "component is null");
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(cve, "cve is null");
        Objects.requireNonNull(severity, "severity is null");
    }

    @Override
    public VulnerableVersion at(long time) {
        return new VulnerableVersion(component, version, where, cve, severity, title, fixedIn, source, dataDate, time);
    }
}
