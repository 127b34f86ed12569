package dev.vedette.sensor.identity.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which files the kernel has. Every container's specification names the same dozen, so answers are kept for a minute: a
 * module that is loaded or removed may change one. Bounded, for a specification may name anything. Thread-safe.
 */
final class KernelFiles {
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 256;

    private final Predicate<String> node;
    private final LongSupplier nanoTime;
    private final Map<String, Boolean> answers = new HashMap<>();
    private long since;

    /**
     * Nothing is looked for yet.
     *
     * @param node whether the node has a file
     */
    KernelFiles(Predicate<String> node, LongSupplier nanoTime) {
        this.node = node;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    synchronized boolean has(String path) {
        long now = nanoTime.getAsLong();
        if (now - since > KEPT_NANOS || answers.size() >= MOST) {
            answers.clear();
            since = now;
        }
        return answers.computeIfAbsent(path, node::test);
    }
}
