package dev.vedette.benchmarks;

import java.util.Collection;

/** Orders values and picks from them. */
public final class Medians {
    private Medians() {}

    public static double median(Collection<Double> values) {
        return quantile(values, 0.5);
    }

    /** The value that the given part of all values does not exceed. */
    public static double quantile(Collection<Double> values, double part) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }
}
