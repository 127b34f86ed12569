package dev.vedette.sensor.identity;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.Introduced;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.TrackedProcess;
import dev.vedette.sensor.identity.runtime.ContainerFacts;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What follows when it becomes known who a container is: a fact of its isolation by specification, the facts that have
 * waited for its name, and a look at what the kernel shows of one that began before the sensor. Not thread-safe: the
 * pipeline thread owns it.
 */
final class Introductions {
    private final ProcessTable processes;
    private final ContainerRegistry containers;
    private final IsolationLooks isolation;
    private final WaitingEvents waiting;
    private final PendingEvents pending;
    private final IdentityMetrics metrics;

    Introductions(
            ProcessTable processes,
            ContainerRegistry containers,
            IsolationLooks isolation,
            WaitingEvents waiting,
            PendingEvents pending,
            IdentityMetrics metrics) {
        this.processes = processes;
        this.containers = containers;
        this.isolation = isolation;
        this.waiting = waiting;
        this.pending = pending;
        this.metrics = metrics;
    }

    /** @param nowNanos {@link System#nanoTime()} */
    void learn(RuntimeNews.Known known, Origin origin, long nowNanos, Consumer<Fact> out) {
        boolean saidBefore = containers.saidBefore(known.container(), known.spec());
        Introduced introduced = containers.learn(known.cgroupId(), known.container(), known.spec());
        introduced.changed().forEach(changed -> tell(changed, known.epochNanos(), origin, out));
        boolean sandbox = known.container().name().equals(ContainerFacts.SANDBOX);
        if (!saidBefore && !sandbox && known.spec() != null) {
            out.accept(new IsolationObserved(
                    Source.RUNTIME,
                    known.container(),
                    known.spec(),
                    null,
                    null,
                    Place.NONE,
                    known.epochNanos(),
                    origin));
        }
        if (!saidBefore) {
            new TreeMap<>(known.sysctls()).forEach((name, value) -> out.accept(sysctl(known, name, value, origin)));
        }
        for (ContainerLife life : introduced.newly()) {
            waiting.release(life, out);
            pending.complete(life, nowNanos, known.epochNanos(), origin, out);
            lookAtOneFromBefore(life, known.epochNanos(), origin, out);
        }
    }

    private static Fact sysctl(RuntimeNews.Known known, String name, String value, Origin origin) {
        return new ContainerSetting(
                Source.RUNTIME, known.container(), Aspect.SYSCTL, name, value, Place.NONE, known.epochNanos(), origin);
    }

    private void tell(Introduced.Changed changed, long epochNanos, Origin origin, Consumer<Fact> out) {
        metrics.changed();
        out.accept(new IdentityObserved(
                IdentityObserved.State.CHANGED,
                changed.life().container(),
                changed.before(),
                0,
                0,
                0,
                epochNanos,
                origin));
    }

    /** Of a container that began before the sensor, its oldest process stands for the first program. */
    private void lookAtOneFromBefore(ContainerLife life, long epochNanos, Origin origin, Consumer<Fact> out) {
        if (!life.begun() || life.seen().isPresent() || life.containerIs(ContainerFacts.SANDBOX)) {
            return;
        }
        processes.all().stream()
                .filter(process -> isOwn(process, life))
                .map(TrackedProcess::info)
                .min(Comparator.comparingLong(process -> process.id().startBootNanos()))
                .ifPresent(process -> isolation.look(
                        process, life, seen -> out.accept(shown(life, seen, process, epochNanos, origin))));
    }

    private static boolean isOwn(TrackedProcess process, ContainerLife life) {
        return process.residence()
                .filter(home -> home.life() == life && home.running() && home.session() == Session.MAIN)
                .isPresent();
    }

    /** What the kernel shows of a container; nothing for a pod's sandbox: the pod's containers say it already. */
    static Optional<Fact> shown(EventContext context, Isolation seen, ContainerLife life) {
        return life.containerIs(ContainerFacts.SANDBOX)
                ? Optional.empty()
                : Optional.of(shown(life, seen, context.process(), context.epochNanos(), context.origin()));
    }

    private static Fact shown(ContainerLife life, Isolation seen, ProcessInfo process, long epochNanos, Origin origin) {
        return new IsolationObserved(
                Source.KERNEL,
                life.container(),
                seen,
                life.spec().orElse(null),
                process,
                Place.NONE,
                epochNanos,
                origin);
    }
}
