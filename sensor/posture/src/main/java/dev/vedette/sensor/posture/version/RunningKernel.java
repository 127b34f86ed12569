package dev.vedette.sensor.posture.version;

import dev.vedette.sensor.config.NodeRoot;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel that runs, which is not always the newest that is installed.
 *
 * <p>Facts: Debian writes its package's version into the build's own text ({@code /proc/version}: {@code … Debian
 * 6.1.76-1 (2024-02-01)}) and follows the stable releases, so the number there is the upstream one. Ubuntu tells package and
 * stable base in {@code /proc/version_signature} ({@code Ubuntu 5.15.0-97.107-generic 5.15.136}) and carries more fixes than
 * that base has. The kernels of RHEL, its rebuilds and SUSE keep a number for years ({@code 5.14.0-611.el9}). All others are
 * taken by their number.
 */
final class RunningKernel {
    private static final Pattern DEBIAN = Pattern.compile(" Debian ([0-9][\\w.+~-]*)");
    private static final Pattern UBUNTU = Pattern.compile("^Ubuntu (\\S+?)-[a-z][\\w-]* (\\d[\\w.-]*)");
    private static final Pattern RPM = Pattern.compile("^(\\d[\\d.]*-\\S*\\.(?:el|lp|fc)\\d\\S*?)(?:\\.\\w+)?$");
    private static final Pattern SUSE = Pattern.compile("^\\d[\\d.]*-\\d{5,}.*-default$");

    private RunningKernel() {}

    static NodeComponent find(NodeRoot root, Distribution distribution) {
        String release = root.value("/proc/sys/kernel/osrelease").orElse("");
        String build = root.value("/proc/version").orElse("");
        Optional<String> ubuntu = root.value("/proc/version_signature");
        Matcher debian = DEBIAN.matcher(build);
        if (debian.find()) {
            return kernel(debian.group(1), "Linux " + release, Optional.empty(), false);
        }
        Matcher signed = UBUNTU.matcher(ubuntu.orElse(""));
        if (signed.find()) {
            return kernel(
                    signed.group(2),
                    "Linux " + release,
                    Optional.of(installed(distribution, InstalledPackage.Format.DEBIAN, "linux", signed.group(1))),
                    true);
        }
        Matcher rpm = RPM.matcher(release);
        if (rpm.matches() && !release.contains(".fc")) {
            return kernel(
                    release,
                    "Linux " + release,
                    Optional.of(installed(distribution, InstalledPackage.Format.RPM, "kernel", rpm.group(1))),
                    true);
        }
        return kernel(
                release,
                "Linux " + release,
                Optional.empty(),
                SUSE.matcher(release).matches());
    }

    private static InstalledPackage installed(
            Distribution distribution, InstalledPackage.Format format, String name, String version) {
        return new InstalledPackage(distribution.id(), distribution.release(), format, name, version, Set.of(), false);
    }

    private static NodeComponent kernel(
            String version, String where, Optional<InstalledPackage> installed, boolean frozen) {
        return new NodeComponent("kernel", version, where, "the running kernel", installed, frozen);
    }
}
