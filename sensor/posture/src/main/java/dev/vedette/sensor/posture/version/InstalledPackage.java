package dev.vedette.sensor.posture.version;

import java.util.Set;

/**
 * The package that a program of the node comes from.
 *
 * @param distribution the id of os-release(5), {@code debian} for example
 * @param release its VERSION_ID
 * @param format how versions are ordered
 * @param name the package's name, or that of its source
 * @param version with epoch and release
 * @param namedInChangelog the vulnerabilities that the package's own changelog names
 * @param changelogKnown whether there is a changelog at all
 */
public record InstalledPackage(
        String distribution,
        String release,
        Format format,
        String name,
        String version,
        Set<String> namedInChangelog,
        boolean changelogKnown) {
    /** Package managers. */
    public enum Format {
        DEBIAN,
        RPM
    }

    public InstalledPackage {
        namedInChangelog = Set.copyOf(namedInChangelog);
    }

    boolean isAtLeast(String other) {
        return (format == Format.DEBIAN
                        ? PackageVersion.compareDebian(version, other)
                        : PackageVersion.compareRpm(version, other))
                >= 0;
    }
}
