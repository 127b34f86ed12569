package dev.vedette.policy.model;

import java.util.Objects;

/**
 * Something about a container that a sensor on the node can't see, by how the container is made.
 *
 * @param container the one concerned; for a sandboxed pod its sandbox container
 * @param program of the node that shows it, for example {@code /usr/bin/runsc}
 * @param pid that program's process
 */
public record BlindSpot(Kind kind, Container container, String program, long pid, long epochNanos) implements Fact {
    /** Why not all is seen. */
    public enum Kind {
        /** Its programs' system calls are answered by a kernel that is itself a program (gVisor). */
        KERNEL_OF_ITS_OWN,
        /** It runs in a virtual machine (Kata Containers, Firecracker). */
        VIRTUAL_MACHINE,
        /** It was made without a control group of its own, which is what a container is known by. */
        NO_CONTROL_GROUP
    }

    public BlindSpot {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(container, "container is null");
    }

    @Override
    public boolean standing() {
        return true;
    }
}
