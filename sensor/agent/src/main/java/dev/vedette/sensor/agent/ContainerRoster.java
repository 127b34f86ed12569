package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.LearningState;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.runtime.ContainerFacts;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The containers as the pipeline knows them, for everybody else: written by the pipeline's thread a few times a second,
 * read by any.
 */
public final class ContainerRoster implements Watch {
    private final ContainerRegistry containers;
    private final WorkloadBaseline baseline;
    private final Interval interval = new Interval(Duration.ofMillis(250));
    private volatile List<Entry> entries = List.of();

    /**
     * One container.
     *
     * @param spec how its specification keeps it apart, where that is known
     * @param seen the widest that the kernel has shown of it so far
     */
    public record Entry(
            Container container,
            LifePhase phase,
            long cgroupId,
            LearningState baseline,
            Optional<Isolation> spec,
            Optional<Isolation> seen) {}

    public ContainerRoster(ContainerRegistry containers, WorkloadBaseline baseline) {
        this.containers = containers;
        this.baseline = baseline;
    }

    @Override
    public String name() {
        return "container roster";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        List<Entry> now = new ArrayList<>();
        for (ContainerLife life : containers.all()) {
            Container container = life.container();
            if (life.phase() != LifePhase.STOPPED && !container.name().equals(ContainerFacts.SANDBOX)) {
                now.add(new Entry(
                        container, life.phase(), life.cgroupId(), baseline.state(container), life.spec(), life.seen()));
            }
        }
        entries = List.copyOf(now);
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The ids of all. */
    public Set<String> ids() {
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.container().id()));
        return ids;
    }

    public Optional<Container> byId(String id) {
        return entries.stream()
                .map(Entry::container)
                .filter(container -> container.id().equals(id))
                .findFirst();
    }

    /**
     * The one container that {@code target} names: the beginning of an id, or a container's, pod's or displayed name.
     *
     * @throws IllegalArgumentException if there is none or more than one
     */
    public Container named(String target) {
        List<Container> matches = entries.stream()
                .map(Entry::container)
                .filter(container -> isNamed(container, target))
                .toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        throw new IllegalArgumentException(
                matches.isEmpty()
                        ? "no running container is named " + target + ": see 'vedette containers'"
                        : target + " names " + matches.size() + " containers ("
                                + matches.stream()
                                        .map(Container::displayName)
                                        .reduce((a, b) -> a + ", " + b)
                                        .orElseThrow()
                                + "): name one by its id");
    }

    private static boolean isNamed(Container container, String target) {
        return !target.isEmpty()
                && (container.id().startsWith(target)
                        || container.name().equals(target)
                        || container.pod().name().equals(target)
                        || container.displayName().equals(target));
    }
}
