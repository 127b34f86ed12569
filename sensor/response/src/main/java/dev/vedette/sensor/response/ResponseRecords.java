package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.ResponseTrouble;
import dev.vedette.policy.model.ResponseTrouble.Kind;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keeps account of what became of responses: counts, the outcomes of late, what went wrong. Thread-safe, bounded. */
final class ResponseRecords {
    /** An attacker who has as long as that has what he came for. */
    static final Duration LATE = Duration.ofSeconds(2);

    private static final int KEPT = 200;
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final double[] SECONDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

    private final Clock clock;
    private final Metrics.Counter responses;
    private final Metrics.Histogram duration;
    private final Deque<ResponseOutcome> recent = new ArrayDeque<>();
    private final Deque<ResponseTrouble> troubles = new ArrayDeque<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, Long> failedUndoes = new HashMap<>();

    ResponseRecords(Metrics metrics, Clock clock) {
        this.clock = clock;
        this.responses = metrics.counter(
                "vedette_responses_total", "Responses by action and by how they ended.", "action", "status");
        this.duration = metrics.histogram(
                "vedette_response_seconds", "From asking for a response to having seen its effect.", SECONDS);
    }

    /** Nanoseconds since 1970. */
    long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    ResponseOutcome add(Order order, Effect effect, ResponseOutcome outcome, long beganNanos) {
        if (effect.status() == Status.PLANNED || order.dryRun()) {
            return outcome; // nothing was done, so there is nothing to account for
        }
        count(outcome, beganNanos);
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        if (effect.status() == Status.FAILED) {
            trouble(effect.done() ? Kind.WITHOUT_EFFECT : Kind.FAILED, outcome, effect.detail(), took);
        } else if (effect.verified() && order.automatic()) {
            judgeTime(order, outcome);
        }
        return outcome;
    }

    /** From the event on: what waited before the response counts too, what the container was granted does not. */
    private void judgeTime(Order order, ResponseOutcome outcome) {
        Duration grace = order.options().grace() == null
                ? Duration.ZERO
                : order.options().grace();
        Duration sinceEvent =
                Duration.ofNanos(outcome.epochNanos() - order.finding().epochNanos());
        boolean slow = order.action() == ResponseAction.STOP || order.action() == ResponseAction.EVICT;
        Duration bound = LATE.plus(grace).plus(slow ? Duration.ofSeconds(10) : Duration.ZERO);
        if (order.finding().epochNanos() > 0 && sinceEvent.compareTo(bound) > 0) {
            trouble(Kind.LATE, outcome, "its effect came " + sinceEvent.toMillis() + " ms after the event", sinceEvent);
        }
    }

    ResponseOutcome addUndo(ResponseOutcome outcome, Effect effect, long beganNanos) {
        count(outcome, beganNanos);
        synchronized (this) {
            if (effect.status() != Status.FAILED) {
                failedUndoes.remove(outcome.trail().undoOf());
                lost.remove(outcome.trail().undoOf());
            } else {
                failedUndoes.put(outcome.trail().undoOf(), System.nanoTime());
            }
        }
        if (effect.status() == Status.FAILED) {
            trouble(
                    effect.done() ? Kind.WITHOUT_EFFECT : Kind.FAILED,
                    outcome,
                    effect.detail(),
                    Duration.ofNanos(System.nanoTime() - beganNanos));
        }
        return outcome;
    }

    /** Whether an undo that is due and has failed before may be tried again already. */
    synchronized boolean mayRetry(String id) {
        Long failed = failedUndoes.get(id);
        return failed == null || System.nanoTime() - failed > RETRY_NANOS;
    }

    /** Says once of a standing response that its effect has gone. */
    void lost(Standing one) {
        synchronized (this) {
            if (!lost.add(one.id())) {
                return;
            }
        }
        trouble(Kind.WITHOUT_EFFECT, one.outcome(), "its effect has gone: somebody else has undone it", Duration.ZERO);
    }

    /** Says of a standing response that it has not helped whom it was to help. */
    void noHelp(Standing one, String why) {
        trouble(Kind.WITHOUT_EFFECT, one.outcome(), why, Duration.ZERO);
    }

    private void count(ResponseOutcome outcome, long beganNanos) {
        responses.increment(outcome.action().label(), outcome.status().name().toLowerCase(Locale.ROOT));
        duration.observe((System.nanoTime() - beganNanos) / 1e9);
        synchronized (this) {
            recent.addLast(outcome);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
        }
    }

    private synchronized void trouble(Kind kind, ResponseOutcome outcome, String why, Duration took) {
        troubles.addLast(
                new ResponseTrouble(kind, outcome.action(), outcome.id(), why, took, outcome.container(), now()));
        if (troubles.size() > KEPT) {
            troubles.removeFirst();
        }
    }

    synchronized List<ResponseTrouble> troubles() {
        List<ResponseTrouble> all = new ArrayList<>(troubles);
        troubles.clear();
        return all;
    }

    synchronized List<ResponseOutcome> recent() {
        return List.copyOf(recent);
    }
}
