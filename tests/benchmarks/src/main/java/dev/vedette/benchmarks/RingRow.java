package dev.vedette.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    static String header() {
        return "record bytes   written by    C ns/record   Java ns/record   ratio   goal   allocated bytes/record";
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%12d   %-11s %13.1f %16.1f %7.2f %6s %24.3f",
                recordBytes,
                writer,
                nativeNanos,
                javaNanos,
                ratio(),
                goal == 0 ? "" : Double.toString(goal),
                bytesPerRecord);
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
