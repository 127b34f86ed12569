package dev.vedette.sensor.identity.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shapes of the paths that runtimes give their containers' groups. A shape is a hint of the id only: whoever may
 * write cgroupfs may choose it.
 *
 * <ul>
 *   <li>cgroupfs driver: {@code …/<64 hex>} (containerd's and Docker's kubepods, {@code /docker/<id>}),
 *       {@code /k8s.io/<id>} (containerd without a parent group; an id chosen by the client may be no hex),
 *       {@code …/crio-<id>}, {@code …/libpod-<id>}
 *   <li>systemd driver: {@code cri-containerd-<id>.scope}, {@code crio-<id>.scope}, {@code docker-<id>.scope},
 *       {@code libpod-<id>.scope} (runc's libcontainer/cgroups/systemd, getUnitName: prefix, dash, name)
 * </ul>
 *
 * <p>{@code crio-conmon-<id>.scope} and {@code libpod-conmon-<id>.scope} hold the runtime's monitor: no container.
 */
public final class CgroupPath {
    private static final Pattern LEAF =
            Pattern.compile("(?:(?:cri-containerd|crio|docker|libpod)-)?([0-9a-f]{64})(?:\\.scope)?");
    private static final Pattern UNDER_K8S = Pattern.compile(".*/k8s\\.io/([A-Za-z0-9][A-Za-z0-9_.-]*)");

    private CgroupPath() {}

    /** The id of the container whose group would have this path. */
    public static Optional<String> containerId(String path) {
        Matcher leaf = LEAF.matcher(path.substring(path.lastIndexOf('/') + 1));
        if (leaf.matches()) {
            return Optional.of(leaf.group(1));
        }
        Matcher named = UNDER_K8S.matcher(path);
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }
}
