package dev.vedette.sensor.discovery;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets that runtimes and distributions say they make.
 *
 * <p>containerd (docs/ops.md), k3s and RKE2 (pkg/agent/config: {@code /run/k3s}), k0s (docs/runtime.md), MicroK8s (snap
 * layout), CRI-O (docs/crio.conf.5.md), cri-dockerd (README) and the one inside k3s, Docker and Podman
 * (docs.docker.com, also for rootless; podman-system-service(1)).
 */
final class WellKnownSockets {
    private static final Map<String, RuntimeKind> SOCKETS = sockets();

    private WellKnownSockets() {}

    private static Map<String, RuntimeKind> sockets() {
        Map<String, RuntimeKind> sockets = new LinkedHashMap<>();
        sockets.put("/run/containerd/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("/run/k3s/containerd/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("/run/k0s/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("/var/snap/microk8s/common/run/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("/run/crio/crio.sock", RuntimeKind.CRI_O);
        sockets.put("/run/cri-dockerd.sock", RuntimeKind.CRI_DOCKERD);
        sockets.put("/run/k3s/cri-dockerd/cri-dockerd.sock", RuntimeKind.CRI_DOCKERD);
        sockets.put("/run/docker.sock", RuntimeKind.DOCKER);
        sockets.put("/run/podman/podman.sock", RuntimeKind.PODMAN);
        return sockets;
    }

    /**
     * The sockets of users' own Docker engines. Whoever owns such a socket could say anything of anybody's containers, so
     * none of them is asked without being named. (Podman's state is read, with its claims checked, and not asked for.)
     */
    static List<String> ofUsers(NodeRoot root) {
        return root.list("/run/user", "[0-9]*").stream()
                .map(user -> "/run/user/" + user + "/docker.sock")
                .filter(root::exists)
                .toList();
    }

    /** What stands there now, whatever it is; where /var/run is a folder of its own, there too. */
    static List<RuntimeEndpoint> in(NodeRoot root) {
        Map<String, RuntimeKind> places = new LinkedHashMap<>(SOCKETS);
        SOCKETS.forEach((path, kind) -> {
            if (path.startsWith("/run/")) {
                places.put("/var" + path, kind);
            }
        });
        List<RuntimeEndpoint> found = new ArrayList<>();
        places.forEach((path, kind) -> {
            Path seen = root.isOwn() ? Path.of(path) : root.resolve(path);
            if (Files.exists(seen, LinkOption.NOFOLLOW_LINKS)) {
                found.add(new RuntimeEndpoint(kind, seen));
            }
        });
        return found;
    }
}
