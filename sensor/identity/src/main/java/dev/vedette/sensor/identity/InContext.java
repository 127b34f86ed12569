package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Enforcement;
import dev.vedette.policy.model.Entry;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.sensor.identity.container.Residence;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything of an event's context but the container's name, which may come later.
 *
 * <p>Nearly every event's container has a name. Their way goes without closures beside the caller's own: the first
 * compiler, with which the sensor runs, calls into the virtual machine for each.
 */
final class InContext {
    private final Contexts contexts;
    private final Arrival arrival;
    private final ProcessInfo process;
    private final Set<NamespaceKind> ofHost;
    private final Optional<Residence> residence;

    InContext(
            Contexts contexts,
            Arrival arrival,
            ProcessInfo process,
            Set<NamespaceKind> ofHost,
            Optional<Residence> residence) {
        this.contexts = contexts;
        this.arrival = arrival;
        this.process = process;
        this.ofHost = ofHost;
        this.residence = residence;
    }

    /** The same, in other namespaces. */
    InContext in(Namespaces namespaces) {
        return new InContext(contexts, arrival, process, contexts.ofHost(namespaces), residence);
    }

    /** The same, by the process as it would have become. */
    InContext as(ProcessInfo other) {
        return new InContext(contexts, arrival, other, ofHost, residence);
    }

    Optional<Residence> residence() {
        return residence;
    }

    ProcessInfo process() {
        return process;
    }

    /** Gives a fact out, at once or when its container has been named. */
    void send(Function<EventContext, Fact> fact) {
        if (isNamed()) {
            arrival.out().accept(fact.apply(with(container())));
        } else {
            hold(container -> Optional.of(fact.apply(with(container))));
        }
    }

    void sendIfAny(Function<EventContext, Optional<Fact>> fact) {
        if (isNamed()) {
            fact.apply(with(container())).ifPresent(arrival.out());
        } else {
            hold(container -> fact.apply(with(container)));
        }
    }

    private boolean isNamed() {
        return residence.isEmpty() || residence.get().life().known();
    }

    private Container container() {
        return residence.isEmpty() ? Container.HOST : residence.get().life().container();
    }

    private void hold(Function<Container, Optional<Fact>> fact) {
        contexts.hold(arrival, residence.orElseThrow().life(), fact);
    }

    private EventContext with(Container container) {
        RecordHeader header = arrival.header();
        return new EventContext(
                header.bootNanos(),
                contexts.epochNanos(header),
                process,
                container,
                residence.isEmpty() ? LifePhase.HOST : contexts.phase(residence.get(), process),
                ofHost,
                arrival.origin(),
                arrival.receivedNanos(),
                entry(header.origin()),
                enforcement(header.flags()),
                (header.flags() & RecordHeader.UNTRUSTED) != 0);
    }

    private static Entry entry(int origin) {
        return switch (origin) {
            case RecordHeader.ORIGIN_COMPAT_CALL -> Entry.COMPAT_SYSTEM_CALL;
            case RecordHeader.ORIGIN_IO_URING -> Entry.IO_URING;
            case RecordHeader.ORIGIN_KERNEL -> Entry.KERNEL;
            default -> Entry.SYSTEM_CALL;
        };
    }

    private static Enforcement enforcement(int flags) {
        if ((flags & RecordHeader.DENIED) != 0) {
            return Enforcement.DENIED;
        }
        if ((flags & RecordHeader.KILLED) != 0) {
            return Enforcement.KILLED;
        }
        return (flags & RecordHeader.WOULD_DENY) != 0 ? Enforcement.WOULD_DENY : Enforcement.NONE;
    }
}
