package dev.vedette.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.PolicySet;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many events a second one core judges with the built-in rules: CPU time of one thread, median of rounds, for
 * events that mean nothing (nearly all are so) and for events that each are a finding.
 */
public final class EngineBenchmark {
    private static final int EVENTS = 20_000;
    private static final int WARM_UP_ROUNDS = 40;
    private static final int ROUNDS = 31;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long findings;

    /** Prints the table. */
    public static void main(String[] arguments) throws BundleException {
        new EngineBenchmark().run();
    }

    private void run() throws BundleException {
        RuleBundle bundle = RuleBundle.builtIn(EngineBenchmark.class.getClassLoader());
        try (PolicyEngine engine =
                new PolicyEngine(new Site("bench", "bench"), List.of(bundle), PolicySet.NONE, EngineObserver.NONE)) {
            System.out.printf(
                    "Built-in bundle: %d rules%n", bundle.detectionRules().size());
            System.out.printf(
                    "%-28s %12s %10s %12s %10s%n", "events", "events/s", "ns/event", "bytes/event", "findings");
            measure(engine, "open, read only", EngineEvents.ordinaryOpens(EVENTS));
            measure(engine, "exec, ordinary", EngineEvents.ordinaryExecs(EVENTS));
            measure(engine, "connect, ordinary", EngineEvents.ordinaryConnects(EVENTS));
            measure(engine, "open, each a finding", EngineEvents.corePatternWrites(EVENTS));
        }
    }

    private void measure(PolicyEngine engine, String name, List<? extends Event> events) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            judge(engine, events);
        }
        long[] nanos = new long[ROUNDS];
        long bytes = threads.getCurrentThreadAllocatedBytes();
        findings = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = threads.getCurrentThreadCpuTime();
            judge(engine, events);
            nanos[i] = threads.getCurrentThreadCpuTime() - start;
        }
        bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        Arrays.sort(nanos);
        double perEvent = (double) nanos[ROUNDS / 2] / events.size();
        System.out.printf(
                "%-28s %,12.0f %10.0f %12d %10d%n",
                name,
                TimeUnit.SECONDS.toNanos(1) / perEvent,
                perEvent,
                bytes / ((long) ROUNDS * events.size()),
                findings / ROUNDS);
    }

    private void judge(PolicyEngine engine, List<? extends Event> events) {
        for (Event event : events) {
            engine.evaluate(event, f -> findings++);
        }
    }
}
