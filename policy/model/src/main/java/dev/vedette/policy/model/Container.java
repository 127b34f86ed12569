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
 * @param role what it is to its pod, as far as known
 * @param security how its specification confines it; {@link Security#UNKNOWN} where the runtime has not said
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
        Identity identity,
        Role role,
        Security security) {
    /** How sure the identity is. */
    public enum Identity {
        /** The event belongs to the node, not to a container. */
        HOST,
        /** The runtime confirmed it. */
        KNOWN,
        /** A container for sure, but the runtime has not said which within the bound. */
        PENDING
    }

    /** What a container is to its pod. */
    public enum Role {
        /** Nobody has said: CRI does not tell one from another, only Kubernetes does. */
        UNKNOWN,
        /** The one that holds the pod's namespaces. */
        SANDBOX,
        REGULAR,
        /** Runs to its end before the regular ones begin. */
        INIT,
        /** An init container that is restarted always: it begins before the regular ones and stays. */
        SIDECAR,
        /** Put into a running pod by a person, to look into it. */
        EPHEMERAL
    }

    /**
     * How a container's specification confines it.
     *
     * @param capabilities what it may have: the bounding set
     * @param seccompMode 0 unconfined, 2 filtered, -1 not known
     * @param uid -1 not known
     * @param label the profile of a security module, "" for none or not known
     */
    public record Security(
            boolean privileged,
            long uid,
            CapabilitySet capabilities,
            int seccompMode,
            boolean noNewPrivileges,
            boolean readOnlyRoot,
            String label) {
        public static final Security UNKNOWN = new Security(false, -1, new CapabilitySet(0), -1, false, false, "");

        public Security {
            Objects.requireNonNull(capabilities, "capabilities is null");
            Objects.requireNonNull(label, "label is null");
        }

        /** What of an isolation is a container's own, without mounts and namespaces. */
        public static Security of(IsolationObserved.Isolation isolation) {
            return new Security(
                    isolation.privileged(),
                    isolation.uid(),
                    isolation.capabilities(),
                    isolation.seccompMode(),
                    isolation.noNewPrivileges(),
                    isolation.readOnlyRoot(),
                    isolation.securityLabel());
        }
    }

    public static final Container HOST = new Container("", "", "", "", "", Pod.NONE, Set.of(), 0, Identity.HOST);

    public Container {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(pod, "pod is null");
        Objects.requireNonNull(role, "role is null");
        Objects.requireNonNull(security, "security is null");
        grantedHostNamespaces = Set.copyOf(grantedHostNamespaces);
    }

    /** One of which neither its role nor its specification is known. */
    public Container(
            String id,
            String name,
            String image,
            String imageDigest,
            String runtime,
            Pod pod,
            Set<NamespaceKind> grantedHostNamespaces,
            long startedEpochNanos,
            Identity identity) {
        this(
                id,
                name,
                image,
                imageDigest,
                runtime,
                pod,
                grantedHostNamespaces,
                startedEpochNanos,
                identity,
                Role.UNKNOWN,
                Security.UNKNOWN);
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
     * @param ownerKind that owner's kind, for example {@code Deployment}; {@code Node} for a static pod, {@code Pod} for
     *     one without an owner, "" where not known
     */
    public record Pod(
            String namespace, String name, String uid, String workload, Map<String, String> labels, String ownerKind) {
        public static final Pod NONE = new Pod("", "", "", "", Map.of());

        public Pod {
            Objects.requireNonNull(ownerKind, "ownerKind is null");
            labels = Map.copyOf(labels);
        }

        /** One whose owner's kind is not known. */
        public Pod(String namespace, String name, String uid, String workload, Map<String, String> labels) {
            this(namespace, name, uid, workload, labels, "");
        }

        /** Whether the kubelet runs it from a file of the node, and no API server decides on it. */
        public boolean isStatic() {
            return ownerKind.equals("Node");
        }
    }
}
