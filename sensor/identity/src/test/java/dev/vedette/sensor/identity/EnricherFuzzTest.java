package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.RecordEncoder;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Records of every kind with flipped bits, as far as they still decode: each becomes facts, whatever it says. */
class EnricherFuzzTest {
    private static final long SEED = 20_260_103;
    private static final int ROUNDS = 300_000;

    @Test
    void makesFactsOfWhateverDecodes() {
        var random = new SplittableRandom(SEED);
        var decoder = new RecordDecoder();
        Enriching enriching = new Enriching();
        List<byte[]> samples =
                EveryKind.records().stream().map(new RecordEncoder()::encode).toList();
        long[] facts = new long[1];
        int taken = 0;
        int malformed = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            try {
                KernelRecord record = decoder.decode(MemorySegment.ofArray(bytes), 0, bytes.length);
                enriching.enricher.accept(record, Origin.LIVE, enriching.now + i, fact -> facts[0] += touched(fact));
                taken++;
            } catch (MalformedRecordException e) {
                malformed++;
            }
        }
        enriching.enricher.flush(fact -> facts[0] += touched(fact));

        assertThat(taken + malformed).isEqualTo(ROUNDS);
        assertThat(taken).isGreaterThan(ROUNDS / 2);
        assertThat(facts[0]).isGreaterThan(taken / 2);
    }

    private static int touched(Fact fact) {
        return fact.toString().isEmpty() ? 0 : 1;
    }
}
