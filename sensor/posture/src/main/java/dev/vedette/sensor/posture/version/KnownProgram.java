package dev.vedette.sensor.posture.version;

import java.util.List;
import java.util.Optional;

/**
 * A program whose version counts, and how it tells it.
 *
 * @param component as the records name it
 * @param packages the packages that may bring it under its own version
 * @param linkerValues the variables that its builders set to the version ({@code -ldflags -X}), as its sources name them
 * @param modules the Go modules whose version is the program's
 * @param question what it is asked, after which the first version in its answer is its own
 */
record KnownProgram(
        String component,
        List<String> packages,
        List<String> linkerValues,
        List<String> modules,
        List<String> question) {
    private static final List<String> ASK = List.of("--version");

    static final KnownProgram RUNC = new KnownProgram(
            "runc",
            List.of("runc", "runc-app"),
            List.of("main.version"),
            List.of("github.com/opencontainers/runc"),
            ASK);
    static final KnownProgram CONTAINERD = new KnownProgram(
            "containerd",
            List.of("containerd", "containerd-app", "containerd.io"),
            List.of(
                    "github.com/containerd/containerd/version.Version",
                    "github.com/containerd/containerd/v2/version.Version"),
            List.of("github.com/containerd/containerd", "github.com/containerd/containerd/v2"),
            ASK);
    static final KnownProgram KUBELET = new KnownProgram(
            "kubelet",
            List.of("kubelet"),
            List.of("k8s.io/component-base/version.gitVersion", "k8s.io/kubernetes/pkg/version.gitVersion"),
            List.of("k8s.io/kubernetes"),
            ASK);
    static final KnownProgram CRIO = new KnownProgram(
            "cri-o",
            List.of("cri-o"),
            List.of("github.com/cri-o/cri-o/internal/version.Version"),
            List.of("github.com/cri-o/cri-o"),
            ASK);
    static final KnownProgram DOCKER = new KnownProgram(
            "docker",
            List.of("docker.io", "docker-ce", "moby-engine"),
            List.of("github.com/docker/docker/dockerversion.Version"),
            List.of(),
            ASK);
    static final KnownProgram BUILDKIT = new KnownProgram(
            "buildkit",
            List.of("buildkit"),
            List.of("github.com/moby/buildkit/version.Version"),
            List.of("github.com/moby/buildkit"),
            ASK);
    static final KnownProgram NVIDIA = new KnownProgram(
            "nvidia-container-toolkit",
            List.of("nvidia-container-toolkit-base", "nvidia-container-toolkit"),
            List.of("github.com/NVIDIA/nvidia-container-toolkit/internal/info.version"),
            List.of(),
            ASK);

    /** By the name of a process's file. */
    static Optional<KnownProgram> named(String program) {
        return switch (program) {
            case "runc" -> Optional.of(RUNC);
            case "containerd" -> Optional.of(CONTAINERD);
            case "kubelet" -> Optional.of(KUBELET);
            case "crio" -> Optional.of(CRIO);
            case "dockerd" -> Optional.of(DOCKER);
            case "buildkitd" -> Optional.of(BUILDKIT);
            case "nvidia-container-runtime", "nvidia-ctk", "nvidia-container-runtime-hook" -> Optional.of(NVIDIA);
            default -> Optional.empty();
        };
    }
}
