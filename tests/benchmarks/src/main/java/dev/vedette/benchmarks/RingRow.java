package dev.vedette.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the ring benchmark found for one record size.
 *
 * @param goal for {@code ratio}; 0 for none
 * @param bytesPerRecord allocated, in the round that allocated least per record after warm-up
 */
record RingRow(
        int recordBytes, Writer writer, double nativeNanos, double javaNanos, double goal, double bytesPerRecord) {
    static RingRow of(int recordBytes, Writer writer, double goal, List<Round> nativeRounds, List<Round> javaRounds) {
        double[] allocated = javaRounds.stream()
                .mapToDouble(round -> (double) round.allocatedBytes() / round.records())
                .toArray();
        return new RingRow(
                recordBytes,
                writer,
                median(nativeRounds, Round::nanosPerRecord),
                median(javaRounds, Round::nanosPerRecord),
                goal,
                Arrays.stream(allocated).min().orElseThrow());
    }

    double ratio() {
        return javaNanos / nativeNanos;
    }

    Figure ratioFigure() {
        String subject = "ring reader against C, %d bytes from %s, ratio".formatted(recordBytes, writer);
        String format = "%.2f (%.1f : %.1f ns)";
        return goal == 0
                ? Figure.plain(subject, format, ratio(), javaNanos, nativeNanos)
                : Figure.atMost(goal, ratio(), subject, format, ratio(), javaNanos, nativeNanos);
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
