package dev.vedette.sensor.outputs;

import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.metrics.Metrics.Counter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the pipeline and an output, so that a slow output never holds up detection.
 *
 * <p>Guarantees: order is kept; the pipeline never blocks; what does not fit or could not be written is counted as
 * {@code vedette_output_lost_total{output,reason}}. {@link #close()} lets waiting entries out for at most two seconds.
 */
public final class OutputQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputQueue.class);
    private static final int CAPACITY = 8_192;
    private static final long REPEAT_WARNING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Output output;
    private final Counter lost;
    private final Counter delivered;
    private final Consumer<String> troubles;
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread worker;
    private volatile boolean closing;
    private long warnedNanos;
    private boolean warned;

    /**
     * @param lost with the labels output and reason
     * @param delivered with the label output
     */
    public OutputQueue(Output output, Counter lost, Counter delivered) {
        this(output, lost, delivered, why -> {});
    }

    /**
     * As {@link #OutputQueue(Output, Counter, Counter)}.
     *
     * @param troubles told why something was not delivered, each time, by any thread
     */
    public OutputQueue(Output output, Counter lost, Counter delivered, Consumer<String> troubles) {
        this.troubles = troubles;
        this.output = output;
        this.lost = lost;
        this.delivered = delivered;
        this.worker =
                Thread.ofPlatform().name("output-" + output.name()).daemon().start(this::run);
    }

    public void finding(Finding finding) {
        offer(finding);
    }

    public void outcome(ResponseOutcome outcome) {
        offer(outcome);
    }

    public void decision(AdmissionDecision decision) {
        offer(decision);
    }

    /** Whether the output is to hear what a dry run has shown. */
    public boolean hearsDryRuns() {
        return output.hearsDryRuns();
    }

    private void offer(Object entry) {
        if (!queue.offer(entry)) {
            lost.increment(output.name(), "queue full");
            troubles.accept("it takes findings slower than they come");
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                Object entry = queue.poll(100, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    write(entry);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Object entry) {
        try {
            switch (entry) {
                case Finding finding -> output.finding(finding);
                case ResponseOutcome outcome -> output.outcome(outcome);
                case AdmissionDecision decision -> output.decision(decision);
                default -> throw new IllegalStateException("unexpected entry " + entry.getClass());
            }
            delivered.increment(output.name());
        } catch (OutputException | RuntimeException e) {
            lost.increment(output.name(), "failed");
            troubles.accept("it failed");
            warn(e);
        }
    }

    /** Says it once in a while: an output that is down would otherwise fill the log with every finding. */
    private void warn(Exception e) {
        long now = System.nanoTime();
        if (!warned || now - warnedNanos > REPEAT_WARNING_NANOS) {
            warned = true;
            warnedNanos = now;
            LOG.warn("Output {} failed: {}", output.name(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            worker.join(2_000);
            worker.interrupt();
            worker.join(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        output.close();
    }
}
