package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Origin;
import dev.vedette.probes.ring.RingBufferReader;
import java.time.Duration;

/** Where kernel records come from: the ring of a live kernel, or a recording of one. Used by one thread. */
public interface RecordSource extends AutoCloseable {
    Origin origin();

    /** Whether more may come; a live kernel never ends. */
    boolean isOpen();

    /**
     * Hands over what is there, at most {@code maxRecords}.
     *
     * @return how many records were handed over
     */
    int drain(RingBufferReader.Handler handler, int maxRecords);

    /** Waits until there is something, at most {@code timeout}. */
    void await(Duration timeout) throws InterruptedException;

    /**
     * As {@link #await}, when nothing has come for a while: every record ends it, so that it may be longer. Until then
     * some are only looked for when the time is up.
     */
    default void rest(Duration timeout) throws InterruptedException {
        await(timeout);
    }

    @Override
    void close();
}
