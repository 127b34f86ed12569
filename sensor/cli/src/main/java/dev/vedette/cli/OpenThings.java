package dev.vedette.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * What a long-running command has opened. Ctrl-C closes it in reverse order before the process ends; so does {@link
 * #close()}, once. Thread-safe.
 */
final class OpenThings implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread owner = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupted, "put-back");
    private volatile boolean interrupted;
    private boolean closed;

    OpenThings() {
        java.lang.Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized <T extends AutoCloseable> T add(T thing) {
        if (closed) {
            throw new CommandFailed("interrupted while starting");
        }
        open.push(thing);
        return thing;
    }

    /** Waits for Ctrl-C. */
    void awaitInterrupt() throws InterruptedException {
        try {
            ended.await();
        } catch (InterruptedException e) {
            if (!interrupted) {
                throw e;
            }
        }
    }

    /** Whether Ctrl-C has come: what fails from then on fails because of it. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** First the one who opens things is to stop doing so, then they are closed. */
    private void interrupted() {
        interrupted = true;
        owner.interrupt();
        closeAll();
    }

    private synchronized void closeAll() {
        closed = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("vedette: not everything could be put back: " + e.getMessage());
            }
        }
        ended.countDown();
    }

    @Override
    public void close() {
        closeAll();
        try {
            java.lang.Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, which is why we are here.
        }
    }
}
