package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Ten million records that no kernel would send: noise, valid ones with flipped bits, cut-off ones. Each is taken from
 * a segment that ends where the record ends, so that a look beyond it fails the test.
 */
class RecordDecoderFuzzTest {
    private static final long SEED = 20_260_102;
    private static final int THREADS = 4;
    private static final int EACH = 2_500_000;
    private static final int SAMPLES = 3_000;
    private static final int MOST_NOISE = 1_200;

    private record Tally(long decoded, long malformed) {
        Tally plus(Tally other) {
            return new Tally(decoded + other.decoded, malformed + other.malformed);
        }
    }

    @Test
    void tenMillionDamagedRecordsDecodeOrAreMalformedAndNothingElse() {
        List<byte[]> samples = samples();
        Tally tally = IntStream.range(0, THREADS)
                .parallel()
                .mapToObj(thread -> fuzz(samples, SEED + thread))
                .reduce(new Tally(0, 0), Tally::plus);

        assertThat(tally.decoded() + tally.malformed()).isEqualTo((long) THREADS * EACH);
        // Both ways are really taken: most flips hit a number, which means something else then, and nothing more.
        assertThat(tally.decoded()).isGreaterThan(1_000_000);
        assertThat(tally.malformed()).isGreaterThan(1_000_000);
    }

    private static List<byte[]> samples() {
        var records = new RandomRecords(new SplittableRandom(SEED));
        var encoder = new RecordEncoder();
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(encoder.encode(records.next()));
        }
        return samples;
    }

    private static Tally fuzz(List<byte[]> samples, long seed) {
        var random = new SplittableRandom(seed);
        var decoder = new RecordDecoder();
        byte[] buffer = new byte[RecordLayout.MAX_RECORD_BYTES];
        MemorySegment whole = MemorySegment.ofArray(buffer);
        long decoded = 0;
        for (int i = 0; i < EACH; i++) {
            int length = i % 4 == 0
                    ? noise(buffer, whole, random)
                    : damaged(samples.get(random.nextInt(SAMPLES)), buffer, random);
            decoded += decodes(decoder, whole.asSlice(0, length), length) ? 1 : 0;
        }
        return new Tally(decoded, EACH - decoded);
    }

    private static boolean decodes(RecordDecoder decoder, MemorySegment record, int length) {
        try {
            return decoder.decode(record, 0, length) != null;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    /** Half of it passes for a record at first sight. */
    private static int noise(byte[] buffer, MemorySegment whole, SplittableRandom random) {
        int length = random.nextInt(MOST_NOISE);
        for (int at = 0; at < length; at += Long.BYTES) {
            whole.set(ValueLayout.JAVA_LONG_UNALIGNED, at, random.nextLong());
        }
        if (length > 8 && random.nextBoolean()) {
            whole.set(ValueLayout.JAVA_INT_UNALIGNED, 0, random.nextInt(RecordKind.values().length + 3));
            whole.set(ValueLayout.JAVA_INT_UNALIGNED, 4, length);
        }
        return Math.min(length, buffer.length);
    }

    private static int damaged(byte[] sample, byte[] buffer, SplittableRandom random) {
        System.arraycopy(sample, 0, buffer, 0, sample.length);
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            buffer[random.nextInt(sample.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return random.nextInt(4) == 0 ? random.nextInt(sample.length + 1) : sample.length;
    }
}
