package dev.vedette.sensor.identity.runtime;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What runtimes say, on its way to the pipeline thread. Thread-safe and bounded: when it is full, the one who tells
 * waits, so nothing is lost and the runtime's stream is held back.
 */
public final class RuntimeNews {
    private final BlockingQueue<News> queue;

    /** One piece of news. */
    public sealed interface News {}

    /**
     * A container is known.
     *
     * @param cgroupId the group of its own process, 0 where it has none yet
     * @param spec its isolation by specification, null where not known
     * @param epochNanos when the runtime said so
     */
    public record Known(long cgroupId, Container container, Isolation spec, long epochNanos) implements News {}

    /** The runtime no longer has it. */
    public record Gone(String containerId) implements News {}

    /**
     * An empty queue.
     *
     * @param capacity ≥ 1
     */
    public RuntimeNews(int capacity) {
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Waits while it is full. */
    public void tell(News news) throws InterruptedException {
        queue.put(news);
    }

    /** The next piece of news, null when there is none now. */
    public News poll() {
        return queue.poll();
    }
}
