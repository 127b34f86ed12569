package dev.vedette.policy.model;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What every event of a task carries.
 *
 * @param bootNanos when it happened, boot clock
 * @param epochNanos when it happened, nanoseconds since 1970
 * @param hostNamespaces the host's namespaces that the task is in
 * @param receivedNanos when the sensor took the record from the ring, {@link System#nanoTime()}
 * @param entry by which door the action came into the kernel
 * @param enforcement what the kernel side did about it
 * @param textsUntrusted whether the event's texts were read from the program's memory, which it can change meanwhile
 */
public record EventContext(
        long bootNanos,
        long epochNanos,
        ProcessInfo process,
        Container container,
        LifePhase phase,
        Set<NamespaceKind> hostNamespaces,
        Origin origin,
        long receivedNanos,
        Entry entry,
        Enforcement enforcement,
        boolean textsUntrusted) {
    public EventContext {
        Objects.requireNonNull(process, "process is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(phase, "phase is null");
        Objects.requireNonNull(entry, "entry is null");
        Objects.requireNonNull(enforcement, "enforcement is null");
        hostNamespaces = Set.copyOf(hostNamespaces);
    }

    /** Of an ordinary system call that was let through. */
    public EventContext(
            long bootNanos,
            long epochNanos,
            ProcessInfo process,
            Container container,
            LifePhase phase,
            Set<NamespaceKind> hostNamespaces,
            Origin origin,
            long receivedNanos) {
        this(
                bootNanos,
                epochNanos,
                process,
                container,
                phase,
                hostNamespaces,
                origin,
                receivedNanos,
                Entry.SYSTEM_CALL,
                Enforcement.NONE,
                false);
    }

    /** Host namespaces that the task is in and its container was not given; not to be changed. */
    public Set<NamespaceKind> escapedNamespaces() {
        if (hostNamespaces.isEmpty() || container.onHost()) {
            return Set.of();
        }
        if (container.grantedHostNamespaces().isEmpty()) {
            return hostNamespaces;
        }
        Set<NamespaceKind> escaped = EnumSet.copyOf(hostNamespaces);
        escaped.removeAll(container.grantedHostNamespaces());
        return escaped;
    }
}
