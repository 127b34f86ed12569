package dev.vedette.baseline.blame;

import java.util.Arrays;

/**
 * What is usual of one figure, by its last windows. By median and median deviation, since a start-up or a single burst
 * must not move what counts as normal. Not thread-safe.
 */
final class Usual {
    /** Before so many windows nothing can be called unusual. */
    static final int LEAST = 3;

    private static final int KEPT = 120;
    private static final long TIMES_MEDIAN = 2;
    private static final long TIMES_DEVIATION = 3;

    private long[] values = new long[8];
    private int count;
    private int next;

    void add(long value) {
        if (next == values.length && values.length < KEPT) {
            values = Arrays.copyOf(values, Math.min(2 * values.length, KEPT));
        }
        next %= values.length;
        values[next++] = value;
        count = Math.max(count, next);
    }

    /** Of another figure, which was zero in as many windows as this one knows of. */
    Usual nothingSoFar() {
        Usual other = new Usual();
        other.values = new long[values.length];
        other.count = count;
        other.next = next;
        return other;
    }

    boolean known() {
        return count >= LEAST;
    }

    /** 0 before the first window. */
    long median() {
        return median(Arrays.copyOf(values, count));
    }

    /** Above this a figure is unusual. */
    long limit() {
        long median = median();
        long[] deviations = new long[count];
        for (int i = 0; i < count; i++) {
            deviations[i] = Math.abs(values[i] - median);
        }
        return TIMES_MEDIAN * median + TIMES_DEVIATION * median(deviations);
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[values.length / 2];
    }
}
