package dev.vedette.console.api;

import dev.vedette.console.store.FindingQuery;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.FindingStore.Entry;
import dev.vedette.console.store.StoreException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Pushes what happens to every open page, as server-sent events. Thread-safe.
 *
 * <p>Guarantees: publishing never blocks. A page too slow to take {@link #MAX_QUEUED} events is cut off; browsers
 * connect again by themselves and say the last event they saw, and what they missed is sent first (at most
 * {@link FindingQuery#MAX_LIMIT} findings). A finding may be sent twice; its id tells. Each page is served by its
 * request's own virtual thread, so a slow one holds up nobody else.
 */
public final class LiveStream implements AutoCloseable {
    private static final int MAX_QUEUED = 2_000;
    private static final int MAX_PAGES = 200;
    private static final long HEARTBEAT_MILLIS = 10_000;

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
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
        private volatile boolean open = true;
    }

    /** GET /api/stream: returns when the page is gone, its session ends or the console closes. */
    public void serve(Context request) throws IOException, InterruptedException {
        if (closed || pages.size() >= MAX_PAGES) {
            throw new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "too many pages are open: close some");
        }
        request.contentType("text/event-stream; charset=utf-8");
        request.header("X-Accel-Buffering", "no");
        EventWriter writer = new EventWriter(request.res().getOutputStream());
        Page page = new Page();
        pages.add(page);
        try {
            begin(writer, request.header("Last-Event-ID"));
            follow(page, writer, AccessGate.of(request).expires());
        } catch (IOException e) {
            // The page was closed: nothing is lost, and there is nobody to tell.
            page.open = false;
        } finally {
            forget(page);
        }
    }

    private void begin(EventWriter writer, String lastSeen) throws IOException {
        writer.event("state", state.get(), null);
        for (Entry missed : missed(lastSeen)) {
            writer.event("finding", FindingsApi.withSequence(missed).toString(), id(missed.sequence()));
        }
    }

    private static void follow(Page page, EventWriter writer, Instant end) throws IOException, InterruptedException {
        while (page.open && Instant.now().isBefore(end)) {
            Event event = page.queue.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
            if (event == null) {
                writer.comment("still here");
            } else if (page.open) {
                writer.event(event.name(), event.data(), event.id());
            }
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

    /** Ends every page's stream. */
    @Override
    public void close() {
        closed = true;
        for (Page page : pages) {
            forget(page);
            // Only to wake its thread; it is not written.
            page.queue.offer(new Event("end", "", null));
        }
    }
}
