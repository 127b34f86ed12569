package dev.vedette.rules.facts;

import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where container runtimes listen, by the defaults of their own configurations; whoever may connect there commands every
 * container of the node and, by a privileged one, the node.
 */
public final class RuntimeSockets {
    /** {@code *} stands for a user's number. */
    public static final List<String> PATHS = List.of(
            "/run/docker.sock",
            "/run/docker/containerd/containerd.sock",
            "/run/containerd/containerd.sock",
            "/run/containerd/containerd.sock.ttrpc",
            "/run/k3s/containerd/containerd.sock",
            "/run/k3s/containerd/containerd.sock.ttrpc",
            "/run/rke2/containerd/containerd.sock",
            "/run/k0s/containerd.sock",
            "/run/k0s/containerd.sock.ttrpc",
            "/run/crio/crio.sock",
            "/run/cri-dockerd.sock",
            "/run/dockershim.sock",
            "/run/podman/podman.sock",
            "/run/buildkit/buildkitd.sock",
            "/run/nerdctl/buildkitd.sock",
            "/run/buildkit-default/buildkitd.sock",
            "/run/user/*/docker.sock",
            "/run/user/*/podman/podman.sock",
            "/run/user/*/buildkit/buildkitd.sock",
            "/run/user/*/containerd/containerd.sock",
            "/var/snap/microk8s/common/run/containerd.sock",
            // Where /var/run is a directory of its own and no link, which only the node itself can say.
            "/var/run/docker.sock");

    /** A socket of this name is one wherever it lies. */
    public static final Set<String> NAMES = Set.of(
            "docker.sock",
            "containerd.sock",
            "containerd.sock.ttrpc",
            "crio.sock",
            "cri-dockerd.sock",
            "dockershim.sock",
            "podman.sock",
            "buildkitd.sock");

    /** Windows spells with both slashes, and counts no letter's case. Defaults of Docker, containerd and cri-dockerd there. */
    public static final Pattern WINDOWS_PIPE = Pattern.compile(
            "(?i).*[/\\\\]pipe[/\\\\]+(docker_engine\\w*|docker_cli|containerd-\\w+|containerd|cri-dockerd|dockershim)");

    private static final Pattern USER_DIRECTORY = Pattern.compile("^/run/user/[0-9]+(?=/|$)");

    private RuntimeSockets() {}

    /**
     * The socket that a mount brings into a container: itself, or a directory above it. A read-only mount counts as
     * well, since the kernel asks a socket's own mode, and not its mount, whether one may connect.
     *
     * @return empty if the mount brings none that is known
     */
    public static Optional<String> broughtBy(HostMount mount) {
        String source = USER_DIRECTORY.matcher(mount.source()).replaceFirst("/run/user/*");
        for (String socket : PATHS) {
            if (HostPath.isWithin(socket, source)) {
                return Optional.of(socket.replace("/run/user/*", ownDirectory(mount.source())));
            }
        }
        String name = source.substring(source.lastIndexOf('/') + 1);
        return NAMES.contains(name) || WINDOWS_PIPE.matcher(source).matches()
                ? Optional.of(mount.source())
                : Optional.empty();
    }

    private static String ownDirectory(String source) {
        var directory = USER_DIRECTORY.matcher(source);
        return directory.find() ? directory.group() : "/run/user/*";
    }
}
