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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many events a second one core judges with the built-in rules: CPU time of one thread, median of rounds, for
 * events that mean nothing (nearly all are so) and for events that each are a finding.
 */
final class EngineBenchmark implements Benchmark {
    private static final int EVENTS = 20_000;
    private static final int WARM_UP_ROUNDS = 40;

    private final int rounds;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long findings;

    EngineBenchmark(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws BundleException {
        RuleBundle bundle = RuleBundle.builtIn(EngineBenchmark.class.getClassLoader());
        try (PolicyEngine engine =
                new PolicyEngine(new Site("bench", "bench"), List.of(bundle), PolicySet.NONE, EngineObserver.NONE)) {
            String rules = " (%d rules)".formatted(bundle.detectionRules().size());
            return List.of(
                    measure(engine, "opens judged/s of one core" + rules, EngineEvents.ordinaryOpens(EVENTS)),
                    measure(engine, "execs judged/s of one core", EngineEvents.ordinaryExecs(EVENTS)),
                    measure(engine, "connects judged/s of one core", EngineEvents.ordinaryConnects(EVENTS)),
                    measure(engine, "findings/s of one core", EngineEvents.corePatternWrites(EVENTS)));
        }
    }

    private Figure measure(PolicyEngine engine, String subject, List<? extends Event> events) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            judge(engine, events);
        }
        List<Double> nanos = new ArrayList<>();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            long start = threads.getCurrentThreadCpuTime();
            judge(engine, events);
            nanos.add((double) (threads.getCurrentThreadCpuTime() - start) / events.size());
        }
        bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        return Figure.plain(
                subject,
                "%,.0f (%d bytes each)",
                TimeUnit.SECONDS.toNanos(1) / Medians.median(nanos),
                bytes / ((long) rounds * events.size()));
    }

    private void judge(PolicyEngine engine, List<? extends Event> events) {
        for (Event event : events) {
            engine.evaluate(event, f -> findings++);
        }
    }
}
