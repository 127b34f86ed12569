package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The files of a private containerd under one folder, written before it starts.
 *
 * @param version of the configuration file: 2 is that of containerd 1.7, 3 that of 2.x, where CRI's part is split in two
 *     (docs/cri/config.md there)
 */
record ContainerdLayout(Path home, String pauseImage, int version) {
    /** Linux's limit for the path of a unix socket (sun_path in linux/un.h), with its closing zero. */
    private static final int MAX_SOCKET_PATH = 108;

    private static final Path SYSTEM_PLUGINS = Path.of("/usr/lib/cni");

    Path socket() {
        return home.resolve("containerd.sock");
    }

    Path configuration() {
        return home.resolve("config.toml");
    }

    Path log() {
        return home.resolve("containerd.log");
    }

    Path podLogs() {
        return home.resolve("pods");
    }

    /** Where all cgroups of its pods lie: its own for each folder, so that one can be put away beside another. */
    String cgroupParent() {
        return "/vedette-demo-" + Integer.toHexString(home.toString().hashCode());
    }

    /** The folder is going to be deleted, so it must be empty or have been written here. */
    void refuseForeignFolder() throws IOException {
        if (!Files.isDirectory(home) || Files.exists(configuration())) {
            return;
        }
        try (Stream<Path> content = Files.list(home)) {
            if (content.findAny().isPresent()) {
                throw new IOException(
                        "The folder " + home + " is not empty and not a private containerd's: name another one.");
            }
        }
    }

    void write() throws IOException {
        if (socket().toString().length() >= MAX_SOCKET_PATH) {
            throw new IOException(
                    "The folder " + home + " has too long a path for a unix socket in it; choose a" + " shorter one.");
        }
        Files.createDirectories(home);
        Files.createDirectories(podLogs());
        writePlugins();
        Files.writeString(configuration(), toml());
    }

    private void writePlugins() throws IOException {
        Path loopback = SYSTEM_PLUGINS.resolve("loopback");
        if (!Files.isExecutable(loopback)) {
            throw new IOException(
                    loopback + " is missing: install the package containernetworking-plugins, pods need it.");
        }
        Path folder = Files.createDirectories(home.resolve("cni/bin"));
        Files.copy(loopback, folder.resolve("loopback"), StandardCopyOption.REPLACE_EXISTING);
        Path own = folder.resolve("vedette-pod-network");
        try (InputStream script = ContainerdLayout.class.getResourceAsStream("pod-network.sh")) {
            Files.copy(script, own, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path networks = Files.createDirectories(home.resolve("cni/conf"));
        Files.writeString(networks.resolve("10-vedette.conflist"), """
                {"cniVersion": "0.4.0", "name": "vedette", "plugins": [{"type": "vedette-pod-network"}]}
                """);
    }

    /**
     * OOM scores may only be raised where CAP_SYS_RESOURCE is missing, so containerd is told not to lower them; the
     * network namespaces are mounted under our own folder, so that nothing of ours is left in /run/netns.
     */
    private String toml() {
        return """
                version = %4$d
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
                  "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
                  "io.containerd.snapshotter.v1.blockfile", "io.containerd.internal.v1.tracing",
                  "io.containerd.snapshotter.v1.erofs", "io.containerd.differ.v1.erofs",
                  "io.containerd.tracing.processor.v1.otlp", "io.containerd.nri.v1.nri"]

                [grpc]
                  address = "%2$s"

                [plugins."io.containerd.internal.v1.opt"]
                  path = "%1$s/opt"

                [plugins."%5$s"]
                  restrict_oom_score_adj = true
                  enable_unprivileged_ports = false
                  enable_unprivileged_icmp = false
                  netns_mounts_under_state_dir = true
                  %7$s
                  [plugins."%5$s".cni]
                    %6$s
                    conf_dir = "%1$s/cni/conf"

                %3$s
                """.formatted(
                        home,
                        socket(),
                        version == 2 ? imagesOfVersion2() : imagesOfVersion3(),
                        version,
                        version == 2 ? "io.containerd.grpc.v1.cri" : "io.containerd.cri.v1.runtime",
                        version == 2
                                ? "bin_dir = \"%s/cni/bin\"".formatted(home)
                                : "bin_dirs = [\"%s/cni/bin\"]".formatted(home),
                        version == 2 ? "sandbox_image = \"%s\"%ndisable_tcp_service = true".formatted(pauseImage) : "");
    }

    private static String imagesOfVersion2() {
        return """
                [plugins."io.containerd.grpc.v1.cri".containerd]
                  snapshotter = "overlayfs"
                """;
    }

    private String imagesOfVersion3() {
        return """
                [plugins."io.containerd.cri.v1.images"]
                  snapshotter = "overlayfs"
                  [plugins."io.containerd.cri.v1.images".pinned_images]
                    sandbox = "%s"
                [plugins."io.containerd.grpc.v1.cri"]
                  disable_tcp_service = true
                """.formatted(pauseImage);
    }
}
