package dev.vedette.sensor.posture.version;

import java.util.Objects;
import java.util.Optional;

/**
 * A part of the node whose version counts.
 *
 * @param name as the records name it: {@code runc}, {@code kernel} …
 * @param version as it was found; "" where it could not be learned
 * @param where the file or other place that it was learned from
 * @param how how it was learned, for people
 * @param installed the package that it comes from
 * @param frozen whether its builder carries fixes without changing the version, so that the version alone proves nothing
 */
public record NodeComponent(
        String name, String version, String where, String how, Optional<InstalledPackage> installed, boolean frozen) {
    public NodeComponent {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(where, "where is null");
    }

    public boolean versionKnown() {
        return UpstreamVersion.parse(version).isPresent();
    }
}
