package dev.vedette.sensor.identity.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shapes of the paths that runtimes give their containers' groups. A shape is a hint of the id only: whoever may
 * write cgroupfs may choose it. No runtime needs to be known by name: what counts is that the last part ends with an id.
 *
 * <ul>
 *   <li>cgroupfs driver: {@code …/<id>} (containerd's and Docker's kubepods, {@code /docker/<id>}), {@code …/NAME-<id>}
 *       (CRI-O: internal/config/cgmgr/cgroupfs.go, ContainerCgroupPath; podman: libpod/container.go, getOCICgroupPath)
 *   <li>systemd driver: {@code …/NAME-<id>.scope} (runc's libcontainer/cgroups/systemd, getUnitName: prefix, dash, name)
 *   <li>a runtime of the cgroupfs driver that was told a path for systemd: {@code …/SLICE:NAME:<id>} (containerd,
 *       internal/cri/server/helpers.go, getCgroupsPath, gives it so)
 *   <li>{@code …/libpod-payload-<id>}: podman's split groups, those of Quadlet's units (podman-run(1), --cgroups)
 *   <li>{@code /k8s.io/<name>} and {@code /default/<name>}: containerd without a parent group; an id chosen by the
 *       client may be no hex
 * </ul>
 *
 * <p>No containers, though their names end with an id: {@code crio-conmon-<id>} and {@code libpod-conmon-<id>} with the
 * monitor; {@code libpod_parent/<id>}, podman's pod; {@code kata_<id>} and all below {@code kata_overhead}, where Kata
 * keeps the virtual machine's own threads and helpers (kata-containers, docs/design/host-cgroups.md).
 */
public final class CgroupPath {
    private static final Pattern LEAF = Pattern.compile("(?:([^/]*)[-:_])?([0-9a-f]{64})(?:\\.scope)?");
    private static final Pattern BY_NAME = Pattern.compile("(?:.*/k8s\\.io|/default)/([A-Za-z0-9][A-Za-z0-9_.-]*)");
    private static final Pattern OF_MACHINE = Pattern.compile("(?:.*/)?kata_overhead(?:/.*)?");

    private static final String MONITOR = "conmon";
    private static final String MACHINE = "kata";
    private static final String PODS_OF_PODMAN = "/libpod_parent";

    private CgroupPath() {}

    /** The id of the container whose group would have this path. */
    public static Optional<String> containerId(String path) {
        int slash = path.lastIndexOf('/');
        Matcher leaf = LEAF.matcher(path.substring(slash + 1));
        if (!leaf.matches()) {
            Matcher named = BY_NAME.matcher(path);
            return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
        }
        String before = leaf.group(1);
        boolean ofPod = before == null && path.substring(0, Math.max(slash, 0)).endsWith(PODS_OF_PODMAN);
        boolean other = before != null && (before.endsWith(MONITOR) || before.equals(MACHINE));
        return ofPod || other || OF_MACHINE.matcher(path).matches() ? Optional.empty() : Optional.of(leaf.group(2));
    }
}
