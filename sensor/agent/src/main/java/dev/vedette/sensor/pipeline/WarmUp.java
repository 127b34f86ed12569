package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Origin;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.RecordEncoder;
import dev.vedette.sensor.identity.EventEnricher;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs synthetic records through decoding, identity and rules before the first real one: a cold virtual machine would
 * lose records of a flood in its first moments.
 */
public final class WarmUp {
    private final EventEnricher enricher;
    private final FactJudge judge;

    /** Both are thrown away afterwards: what they learn of synthetic records must not stay. */
    public WarmUp(EventEnricher enricher, FactJudge judge) {
        this.enricher = enricher;
        this.judge = judge;
    }

    /** @param rounds how often one record of each common kind is taken */
    public void run(int rounds) {
        RecordDecoder decoder = new RecordDecoder();
        RecordEncoder encoder = new RecordEncoder();
        List<MemorySegment> encoded = new ArrayList<>();
        SyntheticRecords.all().forEach(sample -> encoded.add(MemorySegment.ofArray(encoder.encode(sample))));
        for (int round = 0; round < rounds; round++) {
            for (MemorySegment record : encoded) {
                take(decoder, record);
            }
        }
        enricher.flush(judge::judge);
    }

    private void take(RecordDecoder decoder, MemorySegment record) {
        try {
            KernelRecord decoded = decoder.decode(record, 0, (int) record.byteSize());
            enricher.accept(decoded, Origin.LIVE, System.nanoTime(), judge::judge);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a synthetic record does not decode", e);
        }
    }
}
