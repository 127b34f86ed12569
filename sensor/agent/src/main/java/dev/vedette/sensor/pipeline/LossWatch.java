package dev.vedette.sensor.pipeline;

import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.model.EventsLost;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.probes.FailureCount;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.record.FailureReason;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the kernel side's own failure counts and says what has been lost since it last looked, by whom and why. */
public final class LossWatch implements Watch {
    /** With other reasons a record came, with a part missing. */
    private static final Set<String> WHOLE_RECORD = Set.of(
            FailureReason.RING_FULL.name(),
            FailureReason.SCRATCH_BUSY.name(),
            FailureReason.MAP_FULL.name(),
            FailureReason.OVER_BUDGET.name(),
            KernelProbes.OTHER_VERSION);

    /** A record came, and what it is about is not known as a whole. */
    private static final Set<String> IN_PART = Set.of(
            FailureReason.PATH_TRUNCATED.name(), FailureReason.TEXT_TRUNCATED.name(), FailureReason.NO_FILE.name());

    private final KernelProbes probes;
    private final ContainerRegistry containers;
    private final WorkloadBaseline baseline;
    private final EpochClock clock;
    private final LossTally tally;
    private final Counter lost;
    private final Counter repeats;
    private final Interval interval = new Interval(Duration.ofSeconds(1));

    public LossWatch(
            KernelProbes probes,
            ContainerRegistry containers,
            WorkloadBaseline baseline,
            EpochClock clock,
            LossTally tally,
            Metrics metrics) {
        this.tally = tally;
        this.probes = probes;
        this.containers = containers;
        this.baseline = baseline;
        this.clock = clock;
        this.lost = metrics.counter(
                "vedette_kernel_failures_total", "What the kernel side could not record.", "place", "reason");
        this.repeats = metrics.counter(
                "vedette_kernel_repeats_total", "Events not told because the same had been told just before.", "place");
    }

    @Override
    public String name() {
        return "loss watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        probes.tellFailures(failure -> say(failure, out));
    }

    private void say(FailureCount failure, Consumer<Fact> out) {
        long more = failure.count();
        if (failure.reason().equals(FailureReason.REPEAT.name())) {
            repeats.add((double) more, failure.place());
            return;
        }
        lost.add((double) more, failure.place(), failure.reason());
        if (IN_PART.contains(failure.reason())) {
            out.accept(new SensorNotice(
                    SensorNotice.Kind.SEEN_IN_PART,
                    failure.place(),
                    failure.reason(),
                    more,
                    containers.containerOf(failure.cgroupId()),
                    clock.epochNanos()));
        }
        if (WHOLE_RECORD.contains(failure.reason())) {
            tally.add(failure.place(), failure.reason(), more);
            baseline.eventsWereLost();
            out.accept(new EventsLost(
                    failure.place(),
                    failure.reason(),
                    more,
                    containers.containerOf(failure.cgroupId()),
                    clock.epochNanos()));
        }
    }
}
