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

    @Override
    void close();
}
