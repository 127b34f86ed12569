package dev.vedette.sensor.agent;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The latest findings, for those who ask on the node. Thread-safe and bounded. */
public final class RecentFindings {
    private static final int KEPT = 500;

    private final FindingJson json;
    private final Deque<byte[]> latest = new ArrayDeque<>();
    private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();

    public RecentFindings(FindingJson json) {
        this.json = json;
    }

    public void add(Finding finding) {
        byte[] encoded = json.encode(finding);
        synchronized (latest) {
            latest.addLast(encoded);
            if (latest.size() > KEPT) {
                latest.removeFirst();
            }
            listeners.forEach(listener -> listener.accept(encoded));
        }
    }

    /** Oldest first. */
    public List<byte[]> latest() {
        synchronized (latest) {
            return new ArrayList<>(latest);
        }
    }

    /**
     * Hands over the latest and then each that comes, none twice and none left out. The listener must not block.
     *
     * @return ends it
     */
    public AutoCloseable follow(Consumer<byte[]> listener) {
        synchronized (latest) {
            latest.forEach(listener);
            listeners.add(listener);
        }
        return () -> listeners.remove(listener);
    }
}
