package dev.vedette.probes;

/**
 * How many waits there were of each length, as counters that start again at zero after 2³² − 1. Immutable. The lengths are
 * those of waits.h: four to the octave from 4 µs to 17 s.
 */
public final class WaitCounts {
    /** How many lengths are told apart. */
    public static final int LENGTHS = 88;

    private static final long UNIT_NANOS = 1024;
    private static final int LENGTHS_OF_OCTAVE = 4;

    private final int[] counts;

    /** @param counts {@value #LENGTHS} of them, the shortest waits first */
    public WaitCounts(int... counts) {
        if (counts.length != LENGTHS) {
            throw new IllegalArgumentException(counts.length + " counts, must be " + LENGTHS);
        }
        this.counts = counts.clone();
    }

    /** @param length 0 to {@value #LENGTHS} − 1 */
    public long of(int length) {
        return Integer.toUnsignedLong(counts[length]);
    }

    /** How many of a length came after an earlier look. */
    public long since(WaitCounts earlier, int length) {
        return Integer.toUnsignedLong(counts[length] - earlier.counts[length]);
    }

    /**
     * Below what the waits of a length are, nanoseconds; they are at least four fifths of it. The last one holds all that
     * are longer, too.
     *
     * @param length 0 to {@value #LENGTHS} − 1
     */
    public static long longest(int length) {
        return ((LENGTHS_OF_OCTAVE + length % LENGTHS_OF_OCTAVE + 1) * UNIT_NANOS) << (length / LENGTHS_OF_OCTAVE);
    }
}
