package dev.vedette.baseline.blame;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How long one container waited behind others in past windows.
 *
 * <p>Harmed windows are kept out of what is usual, so that a long attack does not become the normal.
 */
final class VictimHistory {
    private static final int KEPT_WINDOWS = 120;
    /** In how many of the last windows harm must show before it is said. */
    private static final int RECENT = 3;

    private static final int HARMED_OF_RECENT = 2;

    private static final long TIMES_USUAL = 2;
    private static final long TIMES_DEVIATION = 3;

    /** Before so many windows nothing can be called unusual. */
    private static final int LEAST_WINDOWS = 3;

    private final Deque<Long> usualWaits = new ArrayDeque<>();
    private final Deque<Boolean> recentHarm = new ArrayDeque<>();

    /** The median wait of unharmed windows, nanoseconds; 0 before the first. */
    long usualNanos() {
        return median(usualWaits.stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * Above this a wait is unusual, nanoseconds. By median and median deviation, since a start-up or a single burst must
     * not move what counts as normal.
     */
    long unusualNanos() {
        long usual = usualNanos();
        long[] deviations =
                usualWaits.stream().mapToLong(wait -> Math.abs(wait - usual)).toArray();
        return TIMES_USUAL * usual + TIMES_DEVIATION * median(deviations);
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[values.length / 2];
    }

    /** Whether enough was seen to tell what is usual. */
    boolean learned() {
        return usualWaits.size() >= LEAST_WINDOWS;
    }

    /** Adds a window and says whether harm now shows in enough of the recent ones. */
    boolean add(long waitedNanos, boolean harmed) {
        if (!harmed) {
            usualWaits.addLast(waitedNanos);
            if (usualWaits.size() > KEPT_WINDOWS) {
                usualWaits.removeFirst();
            }
        }
        recentHarm.addLast(harmed);
        if (recentHarm.size() > RECENT) {
            recentHarm.removeFirst();
        }
        return harmed && recentHarm.stream().filter(Boolean::booleanValue).count() >= HARMED_OF_RECENT;
    }
}
