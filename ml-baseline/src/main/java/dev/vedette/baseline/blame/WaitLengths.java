package dev.vedette.baseline.blame;

import java.util.Arrays;

/**
 * How many waits there were of which length, ascending. Not thread-safe.
 *
 * <p>Which lengths are told apart is a matter of who measures; all that are added to one another have the same.
 */
public final class WaitLengths {
    private static final double PERCENTILE = 0.95;

    private final long[] longest;
    private final long[] counts;

    /** @param longest below what the waits of each length are, nanoseconds, ascending */
    public WaitLengths(long[] longest) {
        this.longest = longest.clone();
        this.counts = new long[longest.length];
    }

    /**
     * @param length its place in the order
     * @param count how many more, not negative
     */
    public void add(int length, long count) {
        counts[length] += count;
    }

    void add(WaitLengths other) {
        Arrays.setAll(counts, length -> counts[length] + other.counts[length]);
    }

    /** At most so long were 19 of 20 waits, nanoseconds; 0 if there were none. */
    public long p95() {
        long rest = (long) Math.ceil(PERCENTILE * Arrays.stream(counts).sum());
        for (int length = 0; rest > 0 && length < counts.length; length++) {
            rest -= counts[length];
            if (rest <= 0) {
                return longest[length];
            }
        }
        return 0;
    }
}
