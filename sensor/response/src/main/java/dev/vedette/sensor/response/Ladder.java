package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the response ladder with their means. Thread-safe. */
final class Ladder {
    private static final Logger LOG = LoggerFactory.getLogger(Ladder.class);

    private final List<ContainerRuntime> runtimes;
    private final ResponseSettings settings;
    private final ProtectedTargets targets;
    private final Optional<Cluster> cluster;
    private final Evidence evidence;
    private final ContainerGroup groups;
    private final ContainerHold hold;
    private final ProcessKill kill;
    private final Map<ResponseAction, LastingStep> lasting = new EnumMap<>(ResponseAction.class);

    Ladder(
            List<? extends ContainerRuntime> runtimes,
            CgroupFreezer freezer,
            ResponseSettings settings,
            SensorSelf self,
            Surroundings around) {
        CLibrary libc = CLibrary.load();
        this.runtimes = List.copyOf(runtimes);
        this.settings = settings;
        this.targets = new ProtectedTargets(settings, self);
        this.cluster = around.cluster();
        this.evidence = new Evidence(around.evidence(), around.recentEvents());
        this.groups = new ContainerGroup(freezer.root());
        this.hold = new ContainerHold(freezer, runtimes);
        this.kill = new ProcessKill(libc, around.descent());
        lasting.put(ResponseAction.DENY, new ContainerDenial(around.denials()));
        lasting.put(ResponseAction.THROTTLE, Throttle.under(freezer.root(), Path.of("/sys/block")));
        lasting.put(ResponseAction.ISOLATE_NETWORK, new NetworkIsolation(freezer.root(), libc));
        lasting.put(ResponseAction.PAUSE, new ContainerPause(hold));
    }

    /** The step that lasts; empty for one that is done once. */
    Optional<LastingStep> lasting(ResponseAction action) {
        return Optional.ofNullable(lasting.get(action));
    }

    /** What would be done, and to what. */
    Effect planned(Order order) {
        try {
            LastingStep step = lasting.get(order.action());
            return Effect.planned(step != null ? step.plan(order).words() : plannedOnce(order));
        } catch (IOException e) {
            return Effect.of("", e);
        }
    }

    private String plannedOnce(Order order) {
        return switch (order.action()) {
            case KILL_PROCESS -> kill.planned(order.process());
            case STOP ->
                runtimeOf(order.container())
                        .map(runtime ->
                                runtime.stopping() + " with " + grace(order).toSeconds() + " s to clean up")
                        .orElse("nothing: no runtime that answers knows the container");
            case EVICT ->
                cluster.map(known -> "ask Kubernetes for the eviction of the pod " + pod(order.container()))
                        .orElse("nothing: Kubernetes is not known to this sensor");
            case RESUME -> "let the container go on";
            default -> "nothing";
        };
    }

    /** Carries out a step that does not last. */
    Effect once(Order order) {
        return switch (order.action()) {
            case KILL_PROCESS -> kill(order);
            case STOP -> stop(order);
            case EVICT -> evict(order);
            default -> Effect.verified("", "nothing more than the finding was asked for");
        };
    }

    Effect resume(Container container) {
        return hold.resume(container.id());
    }

    /** A person names container and process apart, and must not reach a protected container under another's name. */
    private Effect kill(Order order) {
        Container container = order.container();
        // of one that has ended its daemons may live: nothing out of the container is touched anyway
        if (!order.automatic() && kill.livesElsewhere(order.process(), container)) {
            return Effect.refused("process " + order.process().pid() + " does not run in " + container.displayName());
        }
        List<String> kept = new ArrayList<>();
        Effect effect = kill.kill(
                order.process(),
                KillReach.of(container, kill, hold, targets::isGuarded),
                pids -> kept.add(evidence.keep(order, pids)));
        return with(effect, kept);
    }

    private Effect stop(Order order) {
        List<String> kept = keepAll(order);
        return with(
                ContainerStop.stop(
                        runtimeOf(order.container()), order.container().id(), grace(order)),
                kept);
    }

    private Effect evict(Order order) {
        if (cluster.isEmpty()) {
            return Effect.failed(
                    "", "Kubernetes is not known to this sensor: start it with access to the API server, or use stop");
        }
        List<String> kept = keepAll(order);
        try {
            String seen = cluster.get().evict(order.container(), order.options().grace());
            return with(Effect.verified("Kubernetes eviction", seen), kept);
        } catch (IOException e) {
            return with(Effect.failed("Kubernetes eviction", e.getMessage()), kept);
        }
    }

    /** Of a container that is about to go as a whole; in words what was kept. */
    private List<String> keepAll(Order order) {
        List<String> kept = new ArrayList<>();
        hold.during(order.container().id(), still -> kept.add(keep(order)));
        if (settings.checkpoint()) {
            kept.add(checkpoint(order));
        }
        return kept;
    }

    private String keep(Order order) {
        return evidence.keep(order, groups.processesOf(order.container().id()));
    }

    private String checkpoint(Order order) {
        try {
            return runtimeOf(order.container())
                    .map(runtime -> evidence.checkpoint(order, runtime))
                    .orElse("");
        } catch (ContainerRuntimeException e) {
            return "no checkpoint: " + e.getMessage();
        }
    }

    private static Effect with(Effect effect, List<String> kept) {
        String more =
                String.join("; ", kept.stream().filter(text -> !text.isEmpty()).toList());
        return more.isEmpty()
                ? effect
                : new Effect(effect.status(), effect.how(), effect.detail() + "; " + more, effect.done());
    }

    private Duration grace(Order order) {
        return order.options().grace() == null
                ? settings.stopGrace()
                : order.options().grace();
    }

    private static String pod(Container container) {
        return container.pod().namespace() + "/" + container.pod().name();
    }

    /** Whether nothing of the container is left in the control groups. */
    boolean hasEnded(Container container) {
        return groups.processesOf(container.id()).isEmpty();
    }

    /** Whether it has ended with its container. */
    boolean isOver(Standing one) {
        return lasting.get(one.action()).endsWithContainer(one.plan())
                && hasEnded(one.outcome().container());
    }

    /** See {@link LastingStep#hits}. */
    OptionalLong hits(Standing one) {
        return lasting.get(one.action()).hits(one.plan());
    }

    /** What cannot be told, is taken for being in force: the next look will tell. */
    boolean inForce(Standing one) {
        try {
            return lasting.get(one.action()).inForce(one.outcome().container(), one.plan());
        } catch (IOException e) {
            LOG.debug("whether {} is in force cannot be told", one.id(), e);
            return true;
        }
    }

    private Optional<ContainerRuntime> runtimeOf(Container container) {
        for (ContainerRuntime runtime : runtimes) {
            try {
                if (runtime.container(container.id()).isPresent()) {
                    return Optional.of(runtime);
                }
            } catch (ContainerRuntimeException e) {
                LOG.warn("A runtime is left out of the response: {}", e.getMessage());
            }
        }
        return Optional.empty();
    }
}
