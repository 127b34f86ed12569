package dev.vedette.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.model.Event;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Events that an engine judges one after the other, round after round, by this thread's CPU time. Few enough to be in the
 * processor's caches, as events are that were just made of records.
 */
final class JudgedEvents {
    private static final int WARM_UP_ROUNDS = 40;
    private static final int TIMES = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PolicyEngine engine;
    private final List<? extends Event> events;
    private long findings;
    private long bytesEach;

    JudgedEvents(PolicyEngine engine, List<? extends Event> events) {
        this.engine = engine;
        this.events = events;
    }

    /** The median of rounds, after others that warm up. */
    double perSecond(int rounds) {
        warmUp();
        List<Double> nanos = new ArrayList<>();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            nanos.add(nanosEach());
        }
        bytesEach = (threads.getCurrentThreadAllocatedBytes() - bytes) / ((long) rounds * TIMES * events.size());
        return TimeUnit.SECONDS.toNanos(1) / Medians.median(nanos);
    }

    void warmUp() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            nanosEach();
        }
    }

    /** Of one round. */
    double nanosEach() {
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < TIMES; i++) {
            for (Event event : events) {
                engine.evaluate(event, f -> findings++);
            }
        }
        return (double) (threads.getCurrentThreadCpuTime() - start) / (TIMES * events.size());
    }

    /** What {@link #perSecond} allocated for an event in the mean. */
    long bytesEach() {
        return bytesEach;
    }

    /** Of all rounds. */
    long findings() {
        return findings;
    }
}
