package dev.vedette.sensor.identity.runtime;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What runtimes say, on its way to the pipeline thread. Thread-safe and bounded: when it is full, the one who tells
 * waits, so nothing is lost and the runtime's stream is held back.
 */
public final class RuntimeNews {
    private static final int MAX_QUESTIONS = 256;

    private final BlockingQueue<News> queue;
    private final List<BlockingQueue<String>> questions = new CopyOnWriteArrayList<>();

    /** One piece of news. */
    public sealed interface News {}

    /**
     * A container is known.
     *
     * @param cgroupId the group of its own process, 0 where it has none yet
     * @param spec its isolation by specification, null where not known
     * @param sysctls kernel parameters that its specification sets
     * @param epochNanos when the runtime said so
     */
    public record Known(
            long cgroupId, Container container, Isolation spec, Map<String, String> sysctls, long epochNanos)
            implements News {
        public Known {
            sysctls = Map.copyOf(sysctls);
        }

        /** One that sets no kernel parameters. */
        public Known(long cgroupId, Container container, Isolation spec, long epochNanos) {
            this(cgroupId, container, spec, Map.of(), epochNanos);
        }
    }

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

    /**
     * Asks every runtime who a container is. Never waits: a question too many is dropped, for the runtime's own events
     * and the next listing answer it as well.
     */
    public void ask(String containerId) {
        questions.forEach(queue -> queue.offer(containerId));
    }

    /** The questions from now on, for one more runtime. */
    BlockingQueue<String> questions() {
        BlockingQueue<String> own = new ArrayBlockingQueue<>(MAX_QUESTIONS);
        questions.add(own);
        return own;
    }

    void noMoreQuestions(BlockingQueue<String> own) {
        questions.removeIf(queue -> queue == own);
    }

    /** The next piece of news, null when there is none now. */
    public News poll() {
        return queue.poll();
    }
}
