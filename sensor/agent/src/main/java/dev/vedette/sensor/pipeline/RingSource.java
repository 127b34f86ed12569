package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Origin;
import dev.vedette.probes.RecordStream;
import dev.vedette.probes.ring.RingBufferReader;
import java.time.Duration;

/** The live kernel. The records' stream stays its owner's to close. */
public final class RingSource implements RecordSource {
    private final RecordStream records;

    public RingSource(RecordStream records) {
        this.records = records;
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
        return records.drain(handler, maxRecords);
    }

    @Override
    public void await(Duration timeout) {
        records.await(timeout);
    }

    @Override
    public void rest(Duration timeout) {
        records.rest(timeout);
    }

    @Override
    public void close() {}
}
