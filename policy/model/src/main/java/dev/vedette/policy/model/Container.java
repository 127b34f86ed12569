package dev.vedette.policy.model;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who a container is.
 *
 * @param id the runtime's id, "" for the host
 * @param name the container's name in its pod, "" where not known
 * @param image the reference it was made from
 * @param imageDigest {@code sha256:…}, "" where not known
 * @param grantedHostNamespaces host namespaces that its specification gives it
 * @param startedEpochNanos when it was created, 0 where not known
 */
public record Container(
        String id,
        String name,
        String image,
        String imageDigest,
        String runtime,
        Pod pod,
        Set<NamespaceKind> grantedHostNamespaces,
        long startedEpochNanos,
        Identity identity) {
    /** How sure the identity is. */
    public enum Identity {
        /** The event belongs to the node, not to a container. */
        HOST,
        /** The runtime confirmed it. */
        KNOWN,
        /** A container for sure, but the runtime has not said which within the bound. */
        PENDING
    }

    public static final Container HOST = new Container("", "", "", "", "", Pod.NONE, Set.of(), 0, Identity.HOST);

    public Container {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(pod, "pod is null");
        grantedHostNamespaces = Set.copyOf(grantedHostNamespaces);
    }

    public static Container pending(String id) {
        return new Container(id, "", "", "", "", Pod.NONE, Set.of(), 0, Identity.PENDING);
    }

    public boolean onHost() {
        return identity == Identity.HOST;
    }

    /** For people: {@code namespace/pod/container}, or the shortened id, or {@code host}. */
    public String displayName() {
        if (onHost()) {
            return "host";
        }
        String shortId = id.length() > 12 ? id.substring(0, 12) : id;
        String own = name.isEmpty() ? shortId : name;
        return pod.name().isEmpty() ? own : pod.namespace() + "/" + pod.name() + "/" + own;
    }

    /**
     * What stays the same over restarts and replicas: namespace, workload and container name.
     */
    public String workloadKey() {
        return onHost() ? "host" : pod.namespace() + "/" + pod.workload() + "/" + name;
    }

    /**
     * The pod around a container.
     *
     * @param workload the owner that people know (a Deployment rather than its ReplicaSet); the pod's name if none
     */
    public record Pod(String namespace, String name, String uid, String workload, Map<String, String> labels) {
        public static final Pod NONE = new Pod("", "", "", "", Map.of());

        public Pod {
            labels = Map.copyOf(labels);
        }
    }
}
