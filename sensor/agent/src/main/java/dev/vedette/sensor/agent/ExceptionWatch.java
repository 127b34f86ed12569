package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.policy.model.SensorNotice.Kind;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells once a day (UTC) which exceptions have ended, soon will, or keep nothing back on this node, so that none outlives its
 * reason unnoticed. What has kept something back is known since this sensor began, or since the exception was put in force.
 * Thread-safe.
 */
final class ExceptionWatch implements Watch {
    /** From then on an exception that keeps nothing back is told to be unused. */
    static final Duration UNUSED = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final List<Kind> KINDS =
            List.of(Kind.EXCEPTION_EXPIRED, Kind.EXCEPTION_EXPIRING, Kind.EXCEPTION_UNUSED);

    private final Clock clock;
    private final Metrics.Gauge counts;
    private final Interval interval = new Interval(EVERY);
    /** When each was last of use, by its description; at first when it was put in force. */
    private Map<String, Instant> lastUsed = new HashMap<>();

    private List<PolicyException> exceptions = List.of();
    private Optional<LocalDate> told = Optional.empty();

    ExceptionWatch(PolicySet policies, Metrics metrics, Clock clock) {
        this.clock = clock;
        this.counts = metrics.gauge(
                "vedette_exceptions",
                "Exceptions of policies that have expired, soon will, or have kept nothing back on this node for 30 days.",
                "standing");
        replacePolicies(policies);
    }

    /** Other exceptions are in force; those that were before keep when they were of use. */
    synchronized void replacePolicies(PolicySet policies) {
        Map<String, Instant> known = lastUsed;
        exceptions = policies.exceptions();
        lastUsed = new HashMap<>();
        exceptions.forEach(exception ->
                lastUsed.put(exception.describe(), known.getOrDefault(exception.describe(), clock.instant())));
        told = Optional.empty();
    }

    /** Something was kept back by the exception that describes itself so. */
    synchronized void used(String exception) {
        lastUsed.computeIfPresent(exception, (_, _) -> clock.instant());
    }

    @Override
    public String name() {
        return "exceptions";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (interval.passed(nowNanos)) {
            notices().forEach(out);
        }
    }

    private synchronized List<SensorNotice> notices() {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<SensorNotice> notices = exceptions.stream()
                .flatMap(exception -> notice(exception, today, now).stream())
                .toList();
        KINDS.forEach(kind -> counts.set(
                (double)
                        notices.stream().filter(notice -> notice.kind() == kind).count(),
                label(kind)));
        if (told.filter(today::equals).isPresent()) {
            return List.of();
        }
        told = Optional.of(today);
        return notices;
    }

    private Optional<SensorNotice> notice(PolicyException exception, LocalDate today, Instant now) {
        return kind(exception, today, now)
                .map(kind -> new SensorNotice(
                        kind,
                        exception.rules().toString(),
                        exception.describe(),
                        1,
                        Container.HOST,
                        new EpochClock(clock).epochNanos()));
    }

    private Optional<Kind> kind(PolicyException exception, LocalDate today, Instant now) {
        return switch (exception.standing(today)) {
            case EXPIRED -> Optional.of(Kind.EXCEPTION_EXPIRED);
            case EXPIRING -> Optional.of(Kind.EXCEPTION_EXPIRING);
            case LASTING ->
                Optional.of(Kind.EXCEPTION_UNUSED)
                        .filter(_ ->
                                !lastUsed.get(exception.describe()).plus(UNUSED).isAfter(now));
        };
    }

    private static String label(Kind kind) {
        String[] words = kind.name().split("_", -1);
        return Arrays.asList(words).getLast().toLowerCase(java.util.Locale.ROOT);
    }
}
