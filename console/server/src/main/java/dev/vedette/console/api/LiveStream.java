package dev.vedette.console.api;

import dev.vedette.console.store.FindingQuery;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.FindingStore.Entry;
import dev.vedette.console.store.StoreException;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Pushes what happens to every open page. Thread-safe.
 *
 * <p>Guarantees: publishing never blocks. A page too slow to take {@link #MAX_QUEUED} events is cut off; browsers
 * connect again by themselves and say the last event they saw, and what they missed is sent first (at most
 * {@link FindingQuery#MAX_LIMIT} findings). A finding may be sent twice; its id tells.
 */
public final class LiveStream implements AutoCloseable {
    private static final int MAX_QUEUED = 2_000;
    private static final int MAX_PAGES = 200;
    private static final long HEARTBEAT_SECONDS = 10;

    private final Set<Page> pages = ConcurrentHashMap.newKeySet();
    private final FindingStore store;
    private final Supplier<String> state;
    private volatile boolean closed;

    /**
     * Makes the stream.
     *
     * @param state the nodes' and the store's state as JSON, what a page gets first
     */
    public LiveStream(FindingStore store, Supplier<String> state) {
        this.store = store;
        this.state = state;
    }

    private record Event(String name, String data, String id) {}

    private static final class Page {
        private final SseClient client;
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
        private volatile boolean open = true;

        private Page(SseClient client) {
            this.client = client;
        }
    }

    /** GET /api/stream. */
    public void open(SseClient client) {
        if (pages.size() >= MAX_PAGES || closed) {
            client.close();
            return;
        }
        client.keepAlive();
        client.ctx().res().setHeader("X-Accel-Buffering", "no");
        Page page = new Page(client);
        client.onClose(() -> forget(page));
        pages.add(page);
        String lastSeen = client.ctx().header("Last-Event-ID");
        Thread.ofVirtual().name("console-page").start(() -> serve(page, lastSeen));
    }

    private void serve(Page page, String lastSeen) {
        try {
            page.client.sendEvent("state", state.get());
            for (Entry missed : missed(lastSeen)) {
                send(page, new Event("finding", FindingsApi.withSequence(missed).toString(), id(missed.sequence())));
            }
            while (page.open && !page.client.terminated()) {
                Event event = page.queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                if (event == null) {
                    page.client.sendComment("still here");
                } else {
                    send(page, event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(page);
            page.client.close();
        }
    }

    private List<Entry> missed(String lastSeen) {
        try {
            return lastSeen == null
                    ? List.of()
                    : store.find(FindingQuery.after(Long.parseLong(lastSeen), FindingQuery.MAX_LIMIT))
                            .reversed();
        } catch (NumberFormatException | StoreException e) {
            // The page asks for the whole list when it connects again; this is only to spare it a gap before that.
            return List.of();
        }
    }

    private static void send(Page page, Event event) {
        page.client.sendEvent(event.name(), event.data(), event.id());
    }

    /** Tells all pages of a finding; a sequence of 0 means that it is not stored yet. */
    void finding(String summary, long sequence) {
        publish(new Event("finding", summary, id(sequence)));
    }

    /** Tells all pages what became of a response. */
    void outcome(String json) {
        publish(new Event("outcome", json, null));
    }

    /** Tells all pages how nodes and store are. */
    public void stateChanged() {
        if (!pages.isEmpty()) {
            publish(new Event("state", state.get(), null));
        }
    }

    private void publish(Event event) {
        for (Page page : pages) {
            if (!page.queue.offer(event)) {
                forget(page);
            }
        }
    }

    private void forget(Page page) {
        page.open = false;
        pages.remove(page);
    }

    private static String id(long sequence) {
        return sequence == 0 ? null : Long.toString(sequence);
    }

    @Override
    public void close() {
        closed = true;
        for (Page page : pages) {
            forget(page);
            page.client.close();
        }
    }
}
