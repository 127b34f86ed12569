package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.ProcessExecuted.Session;
import java.util.Objects;

/**
 * That a process lives in a container, and how far it is in.
 *
 * @param running false in SETUP: the runtime still prepares this process, whatever the container's own state is
 * @param session how its tree came in
 * @param runtimeMountNamespace the mount namespace of the runtime that put it in, 0 where not known; a program that
 *     begins in another one is the container's own
 */
public record Residence(ContainerLife life, Session session, boolean running, long runtimeMountNamespace) {
    public Residence {
        Objects.requireNonNull(life, "life is null");
        Objects.requireNonNull(session, "session is null");
    }

    /** The same, after a program of the container has begun. */
    public Residence begun() {
        return running ? this : new Residence(life, session, true, runtimeMountNamespace);
    }
}
