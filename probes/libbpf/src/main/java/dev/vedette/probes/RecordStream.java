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
    private final RingBufferReader ring;
    private final Deque<Predecessor> earlier;

    RecordStream(RingBufferReader ring, List<Predecessor> earlier) {
        this.ring = ring;
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
}
