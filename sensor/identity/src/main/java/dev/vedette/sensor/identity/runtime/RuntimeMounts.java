package dev.vedette.sensor.identity.runtime;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mounts that a runtime or the kubelet itself gives every container: they are files of the node, but no hostPath.
 */
public final class RuntimeMounts {
    /** Files of the kubelet's and the runtime's making; the source must be theirs too, see {@link #isOwn}. */
    private static final Set<String> ETC = Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

    /** containerd's CRI plug-in (its sandboxes and image volumes), and containers/storage of CRI-O and podman. */
    private static final Pattern RUNTIME_STATE = Pattern.compile(
            ".*/(io\\.containerd\\.grpc\\.v1\\.cri/(sandboxes|containers)|overlay-containers)/[^/]+/.*");

    /** Source: kubelet's pkg/kubelet/config/defaults.go and volume layout: pods/UID/{volumes,volume-subpaths,…}. */
    private static final Pattern KUBELET_POD =
            Pattern.compile(".*/pods/([0-9a-f-]{32,36})/(etc-hosts|(volumes|volume-subpaths|containers|plugins)/.*)");

    private static final Set<String> DEVICES =
            Set.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/console");

    private RuntimeMounts() {}

    /**
     * Whether a mount is of the runtime's or the kubelet's own making.
     *
     * @param source on the node, resolved
     * @param podUid the container's own pod; another pod's folder is a host mount. "" where not known: then any pod's
     */
    public static boolean isOwn(String source, String target, String podUid) {
        if (RUNTIME_STATE.matcher(source).matches()) {
            return true;
        }
        if (DEVICES.contains(target) && (source.equals(target) || source.equals("/dev/null"))) {
            return true;
        }
        if (target.startsWith("/proc/") && source.equals("/dev/null")) {
            return true;
        }
        if (ETC.contains(target) && source.equals(target)) {
            // containerd and docker bind the node's own file there when the pod shares its network.
            return true;
        }
        Matcher pod = KUBELET_POD.matcher(source);
        return pod.matches() && (podUid.isEmpty() || podUid.equals(pod.group(1)));
    }
}
