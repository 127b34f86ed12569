package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.Holding;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real runtimes that there are here, each of which is opened in one way. */
public enum RuntimeFlavour {
    CONTAINERD_1_7,
    CONTAINERD_2,
    DOCKER,
    PODMAN,
    /** Of a user, without root's rights. */
    ROOTLESS_PODMAN;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Starts one with its image.
     *
     * @param folder is made if needed and deleted in the end; every user must be able to reach it
     * @throws IOException if it does not start, or its programs are missing; the message says what to do
     */
    public AnyRuntime open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return switch (this) {
            case CONTAINERD_1_7 -> new OfContainerd(ContainerdVersion.V1_7, folder);
            case CONTAINERD_2 -> new OfContainerd(ContainerdVersion.V2, folder);
            case DOCKER -> new OfDocker(folder);
            case PODMAN -> new OfPodman(PrivatePodman.ofRoot(folder.resolve("p")), folder);
            case ROOTLESS_PODMAN -> {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                yield new OfPodman(PrivatePodman.ofUser(folder.resolve("p")), folder);
            }
        };
    }

    private static String quiet(String script) {
        return "(" + script + ") 2>&1; true";
    }

    private static String state(Optional<Holding> holding, String id) {
        try {
            return holding.orElseThrow().state(id).name().toLowerCase(java.util.Locale.ROOT);
        } catch (ContainerRuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static final class OfContainerd implements AnyRuntime {
        private final PrivateContainerd containerd;

        OfContainerd(ContainerdVersion version, Path folder) throws IOException {
            containerd = PrivateContainerd.start(version.programs(), folder.resolve("c"));
            ImageBuilder.busybox(folder.resolve("image")).importInto(containerd);
        }

        @Override
        public Optional<RuntimeEndpoint> endpoint() {
            return Optional.of(containerd.endpoint());
        }

        @Override
        public String start(String name, String script) {
            return containerd
                    .pods()
                    .pod("shop", name)
                    .run()
                    .container("main")
                    .command("sh", "-c", script)
                    .run()
                    .id();
        }

        @Override
        public String says(String id, String script) {
            return containerd
                    .client()
                    .exec(id, Duration.ofMinutes(2), List.of("sh", "-c", quiet(script)))
                    .stdout();
        }

        @Override
        public String state(String id) {
            return RuntimeFlavour.state(containerd.client().holding(PATIENCE), id);
        }

        @Override
        public void close() throws IOException {
            containerd.close();
        }
    }

    private static final class OfDocker implements AnyRuntime {
        private final PrivateDocker docker;

        OfDocker(Path folder) throws IOException {
            docker = PrivateDocker.start(folder.resolve("d"));
            ImageBuilder.busybox(folder.resolve("image")).importInto(docker);
        }

        @Override
        public Optional<RuntimeEndpoint> endpoint() {
            return Optional.of(docker.endpoint());
        }

        @Override
        public String start(String name, String script) throws IOException {
            return docker.docker(
                    "run", "--detach", "--network=none", "--name", name, ImageBuilder.REFERENCE, "sh", "-c", script);
        }

        @Override
        public String says(String id, String script) throws IOException {
            return docker.docker("exec", id, "sh", "-c", quiet(script));
        }

        @Override
        public String state(String id) throws IOException {
            return docker.docker("inspect", "--format", "{{.State.Status}}", id);
        }

        @Override
        public void close() throws IOException {
            docker.close();
        }
    }

    private static final class OfPodman implements AnyRuntime {
        private final PrivatePodman podman;

        OfPodman(PrivatePodman podman, Path folder) throws IOException {
            this.podman = podman;
            podman.load(ImageBuilder.busybox(folder.resolve("image"), ImageBuilder.REFERENCE)
                    .write());
        }

        @Override
        public Optional<RuntimeEndpoint> endpoint() {
            return Optional.empty();
        }

        @Override
        public String start(String name, String script) throws IOException {
            return podman.run(List.of("--name", name), ImageBuilder.REFERENCE, "/bin/sh", "-c", script);
        }

        @Override
        public String says(String id, String script) throws IOException {
            return podman.podman("exec", id, "sh", "-c", quiet(script)).strip();
        }

        @Override
        public String state(String id) throws IOException {
            return podman.podman("inspect", "--format", "{{.State.Status}}", id).strip();
        }

        @Override
        public void close() throws IOException {
            podman.close();
        }
    }
}
