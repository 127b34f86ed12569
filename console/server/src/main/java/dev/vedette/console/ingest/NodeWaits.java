package dev.vedette.console.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who waited behind whom on each node, window by window: the last ten minutes where windows take five seconds, and less
 * where they say much. Kept in memory alone. Thread-safe.
 */
public final class NodeWaits {
    static final int MOST_WINDOWS = 120;
    static final long MOST_BYTES = 4 << 20;

    private final Map<String, History> histories = new ConcurrentHashMap<>();

    /** A window as a node wrote it. */
    private record Window(Instant end, JsonNode json, int bytes) {}

    private static final class History {
        private final Deque<Window> windows = new ArrayDeque<>();
        private long bytes;

        /** One that is not newer than the last is the same again, or of a node whose clock was set back. */
        synchronized void add(Window window) {
            if (!windows.isEmpty() && !window.end().isAfter(windows.getLast().end())) {
                windows.clear();
                bytes = 0;
            }
            windows.addLast(window);
            bytes += window.bytes();
            while (windows.size() > MOST_WINDOWS || (bytes > MOST_BYTES && windows.size() > 1)) {
                bytes -= windows.removeFirst().bytes();
            }
        }

        synchronized List<JsonNode> after(Instant time) {
            return windows.stream()
                    .filter(window -> window.end().isAfter(time))
                    .map(Window::json)
                    .toList();
        }

        synchronized Instant newest() {
            return windows.isEmpty() ? Instant.EPOCH : windows.getLast().end();
        }
    }

    /**
     * Takes a node's newest window.
     *
     * @param bytes how long it was when it came
     * @throws DateTimeParseException if it does not say when it ended
     */
    void add(String node, JsonNode window, int bytes) {
        Instant end = Instant.parse(window.path("end").asText());
        histories.computeIfAbsent(node, name -> new History()).add(new Window(end, window, bytes));
    }

    /** The node's windows that ended after a time, the oldest first. */
    public List<JsonNode> after(String node, Instant time) {
        History history = histories.get(node);
        return history == null ? List.of() : history.after(time);
    }

    /** When the node's newest window ended; {@link Instant#EPOCH} before the first. */
    public Instant newest(String node) {
        History history = histories.get(node);
        return history == null ? Instant.EPOCH : history.newest();
    }
}
