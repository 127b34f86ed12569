package dev.vedette.policy.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * How long the rules took for a fact, as time on a processor: on a busy or throttled node, and while the heap is collected,
 * honest rules wait too, and must not be silenced for it.
 */
final class ThreadTime {
    /** A thousand times what all rules together may take for a fact in the mean. */
    static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long beganNanos;
    private long beganCpuNanos;

    /** From now on, and on this thread. */
    void begin() {
        beganNanos = System.nanoTime();
        beganCpuNanos = cpuNanos();
    }

    /** Whether this thread has worked for as long as {@link #SLOW_NANOS} since it began. */
    boolean isSlow() {
        return took(SLOW_NANOS);
    }

    /** Whether this thread has worked for as long since it began. */
    boolean took(long nanos) {
        // The first question is cheap, and nearly always enough.
        return System.nanoTime() - beganNanos >= nanos && cpuNanos() - beganCpuNanos >= nanos;
    }

    /** A virtual thread's own time is not known to Java: there it is the time of day that counts. */
    private static long cpuNanos() {
        return Thread.currentThread().isVirtual() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }
}
