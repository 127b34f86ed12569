package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.flood.Flood;
import dev.vedette.baseline.flood.FloodJudge;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessFlood;
import dev.vedette.probes.GroupHierarchy;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.CgroupTree;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks every other second at how many processes and threads there are, and tells who fills what has room for no more. */
public final class FloodWatch implements Watch {
    /** Of those that grew; who follows is too little to tell. */
    private static final int MOST_GROWN = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final TaskTables tasks;
    private final EpochClock clock;
    private final FloodJudge judge = new FloodJudge();
    private final Interval looks = new Interval(BETWEEN_LOOKS);

    FloodWatch(TaskTables tasks, EpochClock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Empty where no rule asks for floods: then nothing is looked at. */
    public static Optional<FloodWatch> askedFor(Set<Class<?>> judged, ContainerRegistry containers, EpochClock clock) {
        return judged.contains(ProcessFlood.class)
                ? Optional.of(new FloodWatch(
                        new TaskTables(
                                containers,
                                new ContainerGroups<>(CgroupTree.counting(GroupHierarchy.PIDS), TaskGroup::at),
                                NodeTasks.ofNode()),
                        clock))
                : Optional.empty();
    }

    @Override
    public String name() {
        return "flood watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (looks.passed(nowNanos)) {
            tasks.meet();
            TaskTables.Look look = tasks.look(nowNanos);
            judge.judge(look.holdings(), look.tables()).forEach(flood -> out.accept(fact(flood)));
        }
    }

    private ProcessFlood fact(Flood flood) {
        return new ProcessFlood(
                flood.container(),
                flood.table().bound(),
                flood.table().tasks(),
                flood.table().limit(),
                flood.refused(),
                flood.doing(),
                flood.history(),
                flood.growth().stream().limit(MOST_GROWN).toList(),
                clock.epochNanos(),
                Origin.LIVE);
    }
}
