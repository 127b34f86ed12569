package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Origin;
import dev.vedette.probes.ring.RingBufferReader;
import java.time.Duration;

/** The live kernel. The ring stays its owner's to close. */
public final class RingSource implements RecordSource {
    private final RingBufferReader ring;

    public RingSource(RingBufferReader ring) {
        this.ring = ring;
    }

    @Override
    public Origin origin() {
        return Origin.LIVE;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public int drain(RingBufferReader.Handler handler, int maxRecords) {
        return ring.drain(handler, maxRecords);
    }

    @Override
    public void await(Duration timeout) {
        ring.await(timeout);
    }

    @Override
    public void close() {}
}
