package dev.vedette.sensor.identity;

import dev.vedette.policy.model.FileObject;
import dev.vedette.sensor.identity.node.NodeView;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The container runtime's own files: its executables and its API sockets, by inode.
 *
 * <p>They are found at the places where distributions install them, and by what the node itself runs: a program of the
 * node (never one of a container) with a runtime's name. A name alone makes nothing less suspicious here; it only adds
 * a file to those that a container must leave alone.
 *
 * <p>Devices are compared as {@code stat(2)} gives them; on btrfs, where that differs from the superblock's, only files
 * seen running are found. Not thread-safe: the pipeline thread owns it.
 */
public final class RuntimeFiles {
    private static final List<String> DIRECTORIES = List.of(
            "/usr/bin",
            "/usr/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/opt/bin",
            "/opt/kata/bin",
            "/usr/libexec/crio",
            "/usr/lib/cri-o-runc/sbin",
            "/var/lib/rancher/k3s/data/current/bin",
            "/var/lib/rancher/rke2/bin");

    /** Those that serve an API. */
    private static final Set<String> DAEMONS = Set.of(
            "containerd",
            "containerd-shim",
            "containerd-shim-runc-v1",
            "containerd-shim-runc-v2",
            "dockerd",
            "crio",
            "podman",
            "buildkitd",
            "cri-dockerd",
            "k3s",
            "k3s-server",
            "rke2");

    private static final Set<String> TOOLS = Set.of(
            "runc",
            "crun",
            "youki",
            "runsc",
            "containerd-shim-runsc-v1",
            "containerd-shim-kata-v2",
            "conmon",
            "conmonrs",
            "pinns",
            "kubelet");

    /** Those that run a container's programs on a kernel of their own, and so live in its group as long as it does. */
    private static final Set<String> SANDBOXES =
            Set.of("runsc", "cloud-hypervisor", "firecracker", "jailer", "stratovirt", "virtiofsd");

    private static final String QEMU = "qemu-system-";

    private static final List<String> SOCKETS = List.of(
            "/run/containerd/containerd.sock",
            "/run/containerd/containerd.sock.ttrpc",
            "/run/k3s/containerd/containerd.sock",
            "/run/docker.sock",
            "/run/docker/containerd/containerd.sock",
            "/run/crio/crio.sock",
            "/run/cri-dockerd.sock",
            "/run/podman/podman.sock",
            "/run/buildkit/buildkitd.sock");

    private final Set<Inode> binaries = new HashSet<>();
    private final Set<Inode> daemons = new HashSet<>();
    private final Set<Inode> sandboxes = new HashSet<>();
    private final Set<Inode> sockets = new HashSet<>();
    private final Set<Path> ownSockets;

    private record Inode(long device, long inode) {}

    /**
     * Knows nothing until {@link #refresh}.
     *
     * @param runtimeSockets sockets of runtimes that are known by configuration, beside the usual ones
     */
    public RuntimeFiles(Collection<Path> runtimeSockets) {
        this.ownSockets = Set.copyOf(runtimeSockets);
    }

    /** Looks at the usual places again: a package may have replaced a file since. Files known before stay known. */
    public void refresh(NodeView node) {
        for (String directory : DIRECTORIES) {
            DAEMONS.forEach(name -> node.file(Path.of(directory, name)).ifPresent(this::addDaemon));
            SANDBOXES.forEach(name -> node.file(Path.of(directory, name)).ifPresent(file -> add(sandboxes, file)));
            TOOLS.forEach(name -> node.file(Path.of(directory, name)).ifPresent(file -> add(binaries, file)));
        }
        SOCKETS.forEach(path -> node.file(Path.of(path)).ifPresent(file -> add(sockets, file)));
        ownSockets.forEach(path -> node.file(path).ifPresent(file -> add(sockets, file)));
    }

    private void addDaemon(FileObject file) {
        add(binaries, file);
        add(daemons, file);
    }

    private static void add(Set<Inode> to, FileObject file) {
        if (file.inode() != 0) {
            to.add(new Inode(file.device(), file.inode()));
        }
    }

    /** The node, not a container, runs this file. */
    public void ranOnNode(FileObject executable) {
        if (SANDBOXES.contains(executable.name()) || executable.name().startsWith(QEMU)) {
            add(sandboxes, executable);
        }
        if (DAEMONS.contains(executable.name())) {
            addDaemon(executable);
        } else if (TOOLS.contains(executable.name())) {
            add(binaries, executable);
        }
    }

    /** A process of the node with this executable listens at a socket file. */
    public void listensOnNode(FileObject executable, long device, long inode) {
        if (inode != 0 && isDaemon(executable)) {
            sockets.add(new Inode(device, inode));
        }
    }

    public boolean isBinary(FileObject file) {
        return file.inode() != 0 && binaries.contains(new Inode(file.device(), file.inode()));
    }

    /** Whether it is the node's program for sandboxes: the object, not the name. */
    public boolean isSandbox(FileObject file) {
        return file.inode() != 0 && sandboxes.contains(new Inode(file.device(), file.inode()));
    }

    /** Whether it is the executable of something that serves a runtime's API. */
    public boolean isDaemon(FileObject file) {
        return file.inode() != 0 && daemons.contains(new Inode(file.device(), file.inode()));
    }

    public boolean isSocket(long device, long inode) {
        return inode != 0 && sockets.contains(new Inode(device, inode));
    }
}
