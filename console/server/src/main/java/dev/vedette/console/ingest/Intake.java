package dev.vedette.console.ingest;

import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.FindingStore.IdentifiedOutcome;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the feed and the store: stores in batches, tells the page, then acknowledges.
 *
 * <p>Guarantees: what is acknowledged is stored, in the order it came. While the store cannot write, what comes in is
 * still shown, waits (at most {@link #MAX_WAITING}) and is tried again every second; beyond that the nodes are held
 * back and keep the rest. One thread owns the waiting entries; the methods for deliveries may be called by any.
 */
public final class Intake implements AutoCloseable {
    /** How many deliveries wait at most for a store that cannot write. */
    public static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int BATCH = 256;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FindingStore store;
    private final IntakeListener listener;
    private final IntakeHealth health;
    private final BlockingQueue<Entry> arriving = new ArrayBlockingQueue<>(BATCH * 4);
    private final List<Entry> waiting = new ArrayList<>();
    private final Thread worker;
    private volatile boolean closing;
    private volatile List<Entry> unstored = List.of();
    private long retryAt = System.nanoTime();

    public Intake(FindingStore store, IntakeHealth health, IntakeListener listener) {
        this.store = store;
        this.health = health;
        this.listener = listener;
        this.worker = Thread.ofPlatform().name("console-intake").daemon().start(this::run);
    }

    /** One of finding and outcome, or neither for what could not be read. */
    private record Entry(Finding finding, IdentifiedOutcome outcome, NodeConnection connection, long sequence) {}

    void finding(Finding finding, NodeConnection connection, long sequence) {
        put(new Entry(finding, null, connection, sequence));
    }

    void outcome(String id, ResponseOutcome outcome, NodeConnection connection, long sequence) {
        put(new Entry(null, new IdentifiedOutcome(id, outcome), connection, sequence));
    }

    void malformed(NodeConnection connection, long sequence) {
        health.malformed();
        put(new Entry(null, null, connection, sequence));
    }

    private void put(Entry entry) {
        try {
            arriving.put(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A finding that is shown but not stored yet. */
    public Optional<Finding> unstored(String id) {
        return unstored.stream()
                .map(Entry::finding)
                .filter(finding -> finding != null && finding.id().equals(id))
                .findFirst();
    }

    private void run() {
        try {
            while (!closing || !arriving.isEmpty()) {
                List<Entry> arrived = waiting.size() < MAX_WAITING ? take() : pause();
                waiting.addAll(arrived);
                if (!waiting.isEmpty()) {
                    storeOrWait(arrived);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Entry> take() throws InterruptedException {
        List<Entry> arrived = new ArrayList<>();
        Entry first = arriving.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            arrived.add(first);
            arriving.drainTo(arrived, BATCH - 1);
        }
        return arrived;
    }

    private static List<Entry> pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100);
        return List.of();
    }

    /** While the store fails, new arrivals do not each wait for it: it is tried once a second. */
    private void storeOrWait(List<Entry> arrived) {
        boolean failing = waiting.size() > arrived.size();
        if (failing && System.nanoTime() - retryAt < 0) {
            showUnstored(arrived);
            return;
        }
        try {
            List<Finding> findings = findings(waiting);
            List<Long> sequences = store.insert(findings, outcomes(waiting));
            boolean recovered = health.stored(findings.size());
            announce(findings, sequences);
            outcomes(waiting).forEach(outcome -> listener.outcome(outcome.outcome()));
            acknowledge();
            waiting.clear();
            unstored = List.of();
            if (recovered) {
                listener.healthChanged();
            }
        } catch (StoreException | RuntimeException e) {
            retryAt = System.nanoTime() + RETRY_NANOS;
            if (health.failed(e.getMessage())) {
                LOG.warn("Findings cannot be stored, they are shown and wait: {}", e.getMessage());
            }
            showUnstored(arrived);
            listener.healthChanged();
        }
    }

    private void announce(List<Finding> findings, List<Long> sequences) {
        for (int i = 0; i < findings.size(); i++) {
            if (sequences.get(i) != 0) {
                listener.finding(findings.get(i), sequences.get(i));
            }
        }
    }

    private void showUnstored(List<Entry> arrived) {
        findings(arrived).forEach(finding -> listener.finding(finding, 0));
        unstored = List.copyOf(waiting);
        health.waiting(waiting.size());
    }

    private void acknowledge() {
        Map<NodeConnection, Long> last = new HashMap<>();
        waiting.forEach(entry -> last.merge(entry.connection(), entry.sequence(), Math::max));
        last.forEach(NodeConnection::acknowledge);
    }

    private static List<Finding> findings(List<Entry> entries) {
        return entries.stream().map(Entry::finding).filter(f -> f != null).toList();
    }

    private static List<IdentifiedOutcome> outcomes(List<Entry> entries) {
        return entries.stream().map(Entry::outcome).filter(o -> o != null).toList();
    }

    @Override
    public void close() {
        closing = true;
        try {
            worker.join(5_000);
            worker.interrupt();
            worker.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
