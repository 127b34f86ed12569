package dev.vedette.sensor.cri;

/**
 * A change in the life of a container or of a pod's sandbox.
 *
 * @param containerId a container's id, or a sandbox's: containerd reports both in the same way
 * @param podSandboxId "" where the runtime does not say
 * @param epochNanos when it happened, by the runtime's clock
 */
public record ContainerEvent(Kind kind, String containerId, String podSandboxId, long epochNanos) {
    /** What changed. */
    public enum Kind {
        CREATED,
        STARTED,
        STOPPED,
        DELETED
    }

    /** Whether it is about the pod's sandbox rather than about a container in it. */
    public boolean ofSandbox() {
        return containerId.equals(podSandboxId);
    }
}
