package dev.vedette.sensor.cri;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a runtime knows about one container.
 *
 * @param name the container's name in its pod
 * @param podSandboxId the pod's id in the runtime; "" where the runtime does not say, which is so for a status that is
 *     not verbose
 * @param image the reference it was made from, or its digest where the runtime no longer knows the reference
 * @param imageDigest {@code sha256:…} of the manifest or, where only that is known, of the image's configuration; ""
 *     where neither is known
 * @param createdAtNanos nanoseconds since 1970
 * @param startedAtNanos nanoseconds since 1970, 0 if it was not started
 * @param exitCode of a container that has exited, else 0
 * @param spec present only in a detail asked for by id, of a container that was created
 * @param pid the first process in the initial pid namespace; empty where not known or no longer running
 * @param privileged what the pod asked for, where the runtime says
 */
public record ContainerDetail(
        String id,
        String name,
        String podSandboxId,
        String image,
        String imageDigest,
        Map<String, String> labels,
        Map<String, String> annotations,
        ContainerState state,
        long createdAtNanos,
        long startedAtNanos,
        int exitCode,
        Optional<OciSpec> spec,
        OptionalLong pid,
        Optional<Boolean> privileged) {
    public ContainerDetail {
        Objects.requireNonNull(id, "id is null");
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
    /** The same with the number of its first process. */
    public ContainerDetail withPid(OptionalLong process) {
        return new ContainerDetail(
                id,
                name,
                podSandboxId,
                image,
                imageDigest,
                labels,
                annotations,
                state,
                createdAtNanos,
                startedAtNanos,
                exitCode,
                spec,
                process,
                privileged);
    }

    /** The same with another digest of the image. */
    public ContainerDetail withImageDigest(String digest) {
        return with(digest, spec);
    }

    /** The same with this specification. */
    public ContainerDetail withSpec(OciSpec other) {
        return with(imageDigest, Optional.of(other));
    }

    private ContainerDetail with(String digest, Optional<OciSpec> other) {
        return new ContainerDetail(
                id,
                name,
                podSandboxId,
                image,
                digest,
                labels,
                annotations,
                state,
                createdAtNanos,
                startedAtNanos,
                exitCode,
                other,
                pid,
                privileged);
    }
}
