package dev.vedette.sensor.agent;

import java.time.Duration;

/**
 * Gives back, once, what only the start needed of the Java heap. The serial collector returns memory after a collection of
 * the whole heap alone, and at rest none would come for days. Waits until the start is over, so that nothing waits for it;
 * the collection stops all threads for some tens of milliseconds, in which the kernel's ring takes what happens.
 */
public final class StartMemory implements AutoCloseable {
    private static final Duration AFTER_START = Duration.ofSeconds(1);

    private final Thread thread;

    private StartMemory(Thread thread) {
        this.thread = thread;
    }

    /** Call when the start is over. */
    public static StartMemory giveBackSoon() {
        return new StartMemory(Thread.ofVirtual().name("start memory").start(StartMemory::giveBack));
    }

    private static void giveBack() {
        try {
            Thread.sleep(AFTER_START);
            System.gc();
        } catch (InterruptedException e) {
            // The sensor ends before it has rested.
        }
    }

    /** Gives nothing back that has not been. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
