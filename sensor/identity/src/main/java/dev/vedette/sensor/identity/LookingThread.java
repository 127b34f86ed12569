package dev.vedette.sensor.identity;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread that reads files of the node for {@link EventEnricher}, and is there only while there is something to read.
 * When very many containers begin at once, whoever asks for more reads by itself, so that nothing is left out. Thread-safe.
 */
public final class LookingThread implements Executor, AutoCloseable {
    private static final int WAITING = 1024;
    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor thread;

    /** Nothing runs yet. */
    public LookingThread() {
        thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("isolation-looks").daemon().factory(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable look) {
        thread.execute(look);
    }

    /** What has not been looked at yet is not looked at any more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
