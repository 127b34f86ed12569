package dev.vedette.policy.model;

import java.util.Objects;

/**
 * An address at which a container runtime takes commands; who may give them is root on the node.
 *
 * @param address a path, or host and port
 * @param who who may reach it, in words
 * @param source what says so: the socket itself, a process's arguments, a file
 */
public record ApiExposed(String runtime, String address, Reach reach, String who, String source, long epochNanos)
        implements NodePosture {
    /** How far it is open, from the narrowest. */
    public enum Reach {
        /** Root alone, or callers with a certificate. */
        ROOT,
        /** Members of a group. */
        GROUP,
        /** Whoever is on the node, containers in its network among them. */
        NODE,
        /** Whoever reaches the node. */
        NETWORK
    }

    public ApiExposed {
        Objects.requireNonNull(runtime, "runtime is null");
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(reach, "reach is null");
    }

    @Override
    public ApiExposed at(long time) {
        return new ApiExposed(runtime, address, reach, who, source, time);
    }
}
