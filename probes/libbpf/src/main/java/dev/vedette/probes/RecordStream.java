package dev.vedette.probes;

import dev.vedette.probes.ring.RingBufferReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The records of the probes, and before them what a sensor that was here before left unread. One thread reads; the probes
 * close it.
 */
public final class RecordStream {
    /** The programs of a sensor before wake only that one. */
    private static final Duration LOOK_FOR_EARLIER = Duration.ofMillis(2);

    private final RingBufferReader ring;
    private final Deque<Predecessor> earlier;
    private final Runnable restful;

    /** @param restful asks the kernel side to wake the reader for the next record, whatever it is */
    RecordStream(RingBufferReader ring, List<Predecessor> earlier, Runnable restful) {
        this.ring = ring;
        this.restful = restful;
        this.earlier = new ArrayDeque<>(earlier);
    }

    /** As {@link RingBufferReader#drain}. */
    public int drain(RingBufferReader.Handler handler, int maxRecords) {
        while (!earlier.isEmpty()) {
            int read = earlier.element().drain(handler, maxRecords);
            if (read > 0) {
                return read;
            }
            if (!earlier.element().isFinished()) {
                break;
            }
            earlier.remove().close();
        }
        return ring.drain(handler, maxRecords);
    }

    /** As {@link RingBufferReader#await}. */
    public boolean await(Duration timeout) {
        return ring.await(timeout);
    }

    /**
     * As {@link #await}, but every record ends it. One that is written at the very moment in which this begins may be
     * overlooked until the time is up.
     *
     * @throws IllegalStateException if the probes were closed before this begins
     */
    public boolean rest(Duration timeout) {
        if (!earlier.isEmpty()) {
            return ring.await(LOOK_FOR_EARLIER);
        }
        restful.run();
        return ring.available() > 0 || ring.await(timeout);
    }
}
