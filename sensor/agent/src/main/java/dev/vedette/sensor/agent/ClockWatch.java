package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Fact;
import dev.vedette.probes.BootClock;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.posture.health.HealthItem.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that somebody has set the time of day, by how far it is from the boot clock, which nobody sets: says it once in
 * the log, and among the node's health for an hour. What a time service corrects by less than two seconds is no jump.
 *
 * <p>The pipeline's thread looks; {@link #beside} is thread-safe.
 */
final class ClockWatch implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration SHOWN = Duration.ofHours(1);

    private final Supplier<BootClock> measure;
    private final Metrics.Counter jumps;
    private final Interval interval = new Interval(Duration.ofSeconds(1));
    private long bootedAtNanos;
    private volatile Jump last;

    private record Jump(Duration by, Instant since, long seenNanos) {
        String words() {
            // Both clocks were read one after the other, so that a day may lack some nanoseconds.
            return "set " + (by.isNegative() ? "back" : "ahead") + " by "
                    + words(by.abs().plusMillis(500));
        }

        private static String words(Duration duration) {
            return duration.compareTo(Duration.ofMinutes(2)) < 0
                    ? duration.toSeconds() + " s"
                    : duration.toDays() + " d " + duration.toHoursPart() + " h " + duration.toMinutesPart() + " min";
        }
    }

    /** @param measure compares the clocks now */
    ClockWatch(Supplier<BootClock> measure, Metrics metrics) {
        this.measure = measure;
        this.bootedAtNanos = measure.get().toEpochNanos(0);
        this.jumps = metrics.counter("vedette_clock_jumps_total", "Times that the node's time of day was set anew");
    }

    @Override
    public String name() {
        return "clock watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        BootClock clock = measure.get();
        long before = bootedAtNanos;
        bootedAtNanos = clock.toEpochNanos(0);
        Duration by = Duration.ofNanos(bootedAtNanos - before);
        if (by.abs().compareTo(LEAST) >= 0) {
            Jump jump = new Jump(by, Instant.now().truncatedTo(ChronoUnit.SECONDS), nowNanos);
            last = jump;
            jumps.increment();
            LOG.warn(
                    "The time of day was {}, it is {} now: findings carry the new time, while timers of responses and the"
                            + " window of repeated findings go on by the clock since the machine's start.",
                    jump.words(),
                    jump.since());
        }
    }

    /** The node's health, with a jump of the last hour. */
    List<HealthItem> beside(List<HealthItem> health) {
        List<HealthItem> all = new ArrayList<>(health);
        recent().ifPresent(jump -> all.add(new HealthItem(
                "time of day",
                State.WATCH,
                jump.words() + " at " + jump.since(),
                "find out who sets the clock: tokens, certificates and the order of events depend on it")));
        return all;
    }

    private Optional<Jump> recent() {
        Jump jump = last;
        return jump != null && System.nanoTime() - jump.seenNanos() < SHOWN.toNanos()
                ? Optional.of(jump)
                : Optional.empty();
    }
}
