package dev.vedette.benchmarks;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.Event;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the moment an event comes to the engine's decision about it, while events come at a steady rate whatever becomes of
 * the earlier ones: each is due at its own time, and that it had to wait for others counts. One thread, as in the sensor.
 */
final class DecisionBenchmark implements Benchmark {
    private static final int PER_SECOND = 50_000;
    private static final double GOAL_MILLIS = 1;
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long GAP = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private static final int WARMING = 1_000;

    private final int seconds;
    private long findings;

    DecisionBenchmark(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws BundleException {
        RuleBundle bundle = RuleBundle.builtIn(DecisionBenchmark.class.getClassLoader());
        List<Event> events = EngineEvents.mixed(PER_SECOND);
        try (PolicyEngine engine = EngineBenchmark.engine(bundle)) {
            new JudgedEvents(engine, events.subList(0, WARMING)).warmUp();
            long[] waits = offer(engine, events);
            Arrays.sort(waits);
            double half = waits[waits.length / 2] / NANOS_PER_MILLI;
            double most = waits[(int) (waits.length * 0.99)] / NANOS_PER_MILLI;
            return List.of(
                    Figure.plain("event to decision at " + PER_SECOND + " events/s, p50, ms", "%.4f", half),
                    Figure.atMost(
                            GOAL_MILLIS,
                            most,
                            "event to decision at " + PER_SECOND + " events/s, p99, ms",
                            "%.3f (p99.9 %.2f, longest %.1f; %d findings)",
                            most,
                            waits[(int) (waits.length * 0.999)] / NANOS_PER_MILLI,
                            waits[waits.length - 1] / NANOS_PER_MILLI,
                            findings));
        }
    }

    private long[] offer(PolicyEngine engine, List<Event> events) {
        long[] waits = new long[seconds * PER_SECOND];
        long began = System.nanoTime();
        for (int i = 0; i < waits.length; i++) {
            long due = began + i * GAP;
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            engine.evaluate(events.get(i % events.size()), f -> findings++);
            waits[i] = System.nanoTime() - due;
        }
        return waits;
    }
}
