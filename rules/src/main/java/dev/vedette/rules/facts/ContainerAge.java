package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessInfo;
import java.time.Duration;
import java.util.Optional;

/** How long a container had lived when something happened in it. */
final class ContainerAge {
    /** Time services set clocks right by less. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private ContainerAge() {}

    /**
     * By the time of day at which its runtime made it; empty where that is not known, or lies in the future: somebody has
     * set the clock back. Never less than the age of the eldest process in it that is known, which nobody sets: else who
     * sets the clock back would make a container young again, and a young one may do more.
     */
    static Optional<Duration> of(Event event) {
        Container container = event.container();
        Duration ofEldest = ofEldest(event);
        if (container.identity() == Container.Identity.PENDING) {
            return Optional.of(ofEldest);
        }
        if (container.startedEpochNanos() <= 0) {
            return Optional.empty();
        }
        Duration byDay = Spans.between(container.startedEpochNanos(), event.epochNanos());
        if (byDay.compareTo(SLACK.negated()) < 0) {
            return Optional.empty();
        }
        return Optional.of(byDay.compareTo(ofEldest) < 0 ? ofEldest : byDay);
    }

    private static Duration ofEldest(Event event) {
        ProcessInfo eldest = Ancestry.inContainer(event.process()).getLast();
        long started = eldest.id().startBootNanos();
        return started == 0 ? Duration.ZERO : Duration.ofNanos(event.context().bootNanos() - started);
    }
}
