package dev.vedette.policy.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether reviews may be sent here: the self-test has passed lately, and what has to be known of the cluster is known.
 * Thread-safe.
 */
final class Readiness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final SelfTest test;
    private final BooleanSupplier clusterIsKnown;
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("admission-self-test").daemon().factory());
    private volatile Optional<String> problem = Optional.of("the self-test has not ended yet");

    Readiness(SelfTest test, BooleanSupplier clusterIsKnown) {
        this.test = test;
        this.clusterIsKnown = clusterIsKnown;
    }

    /** Tests once before it returns, and from then on each minute. */
    void begin() {
        look();
        var unused = again.scheduleWithFixedDelay(this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void look() {
        Optional<String> found;
        try {
            found = test.problem();
        } catch (RuntimeException e) {
            LOG.error("the self-test failed", e);
            found = Optional.of("the self-test failed: " + e.getMessage());
        }
        found.filter(now -> !problem.equals(Optional.of(now))).ifPresent(now -> LOG.error("not ready: {}", now));
        problem = found;
    }

    /** Why no reviews should be sent here, one sentence; empty if they may. */
    Optional<String> problem() {
        return problem.isPresent() || clusterIsKnown.getAsBoolean()
                ? problem
                : Optional.of("the cluster's namespaces have not been listed yet");
    }

    @Override
    public void close() {
        again.shutdownNow();
    }
}
