package dev.vedette.sensor.response;

import java.time.Duration;
import java.util.Set;

/**
 * The guard rails of a node's responses.
 *
 * @param protectedNamespaces Kubernetes namespaces in which nothing is ever done
 * @param perNode how many automatic responses the whole node may see
 * @param perWorkload how many automatic responses one workload may see
 * @param hostProcesses whether processes of the node itself may be killed
 * @param stopGrace how long a container that is stopped may clean up; zero kills at once, so that an intruder gets no
 *     time either
 * @param auditOnly nothing is done or denied by itself whatever the policies say: they are all in audit mode. People may
 *     still act
 * @param maxHeld how many containers policy may hold or cut off at once
 * @param checkpoint whether the runtime is asked for a checkpoint of a container before it is stopped
 */
public record ResponseSettings(
        Set<String> protectedNamespaces,
        Rate perNode,
        Rate perWorkload,
        boolean hostProcesses,
        Duration stopGrace,
        boolean auditOnly,
        int maxHeld,
        boolean checkpoint) {
    private static final int MAX_HELD = 10;

    /**
     * A budget that refills evenly.
     *
     * @param count at most so many at once, at least 1
     * @param period in which a used-up budget is full again
     */
    public record Rate(int count, Duration period) {
        public Rate {
            if (count < 1 || !period.isPositive()) {
                throw new IllegalArgumentException("A rate needs a count of at least 1 and a period above zero, not "
                        + count + " in " + period + ".");
            }
        }
    }

    /** With policies in the mode that they say, ten containers held at most, and no checkpoints. */
    public ResponseSettings(
            Set<String> protectedNamespaces,
            Rate perNode,
            Rate perWorkload,
            boolean hostProcesses,
            Duration stopGrace) {
        this(protectedNamespaces, perNode, perWorkload, hostProcesses, stopGrace, false, MAX_HELD, false);
    }

    public ResponseSettings withAuditOnly(boolean only) {
        return new ResponseSettings(
                protectedNamespaces, perNode, perWorkload, hostProcesses, stopGrace, only, maxHeld, checkpoint);
    }

    public ResponseSettings withMaxHeld(int most) {
        return new ResponseSettings(
                protectedNamespaces, perNode, perWorkload, hostProcesses, stopGrace, auditOnly, most, checkpoint);
    }

    public ResponseSettings withCheckpoint(boolean wanted) {
        return new ResponseSettings(
                protectedNamespaces, perNode, perWorkload, hostProcesses, stopGrace, auditOnly, maxHeld, wanted);
    }

    public ResponseSettings {
        protectedNamespaces = Set.copyOf(protectedNamespaces);
    }

    /** Twenty responses a minute on a node, five for a workload; Kubernetes' own and our own namespaces are left alone. */
    public static ResponseSettings defaults() {
        return new ResponseSettings(
                Set.of("kube-system", "kube-node-lease", "vedette"),
                new Rate(20, Duration.ofMinutes(1)),
                new Rate(5, Duration.ofMinutes(1)),
                false,
                Duration.ZERO);
    }
}
