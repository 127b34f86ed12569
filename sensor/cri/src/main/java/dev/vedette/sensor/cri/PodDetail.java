package dev.vedette.sensor.cri;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a runtime knows about one pod.
 *
 * @param id the sandbox's id in the runtime
 * @param ip "" where not known, so for a pod in the node's network
 * @param createdAtNanos nanoseconds since 1970
 * @param ready false once the sandbox was stopped
 * @param hostNetwork whether it lives in the node's network namespace; so for hostPid and hostIpc. All three are false
 *     in a list, which does not say
 * @param spec the sandbox container's own specification; only in a detail asked for by id
 * @param pid of the sandbox's first process; only in a detail asked for by id
 */
public record PodDetail(
        String id,
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        String runtimeHandler,
        String ip,
        long createdAtNanos,
        boolean ready,
        boolean hostNetwork,
        boolean hostPid,
        boolean hostIpc,
        Optional<OciSpec> spec,
        OptionalLong pid) {
    public PodDetail {
        Objects.requireNonNull(id, "id is null");
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
