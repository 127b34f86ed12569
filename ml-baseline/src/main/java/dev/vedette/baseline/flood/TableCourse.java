package dev.vedette.baseline.flood;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One table, look by look. Not thread-safe. */
final class TableCourse {
    /** So many looks in a row: what fills and empties at once, as a build does, harms nobody for long. */
    private static final int LASTING = 3;

    /** So many looks without want end it; what comes then is told anew. */
    private static final int CALM = 15;

    private static final double FULL = 0.9;

    /** Others need room on a node, too. */
    private static final double NODE_FULL = 0.8;

    /** A node that is mostly empty is not said to fill up. */
    private static final double NODE_FILLS_FROM = 0.25;

    private static final Duration FORESEEN = Duration.ofMinutes(1);
    private static final Duration SLOPE_OF = Duration.ofSeconds(10);

    private final Deque<Look> looks = new ArrayDeque<>();
    private long refusedBefore;
    private long refusedInWant;
    private int wanting;
    private int calm;
    private boolean told;

    private record Look(long nanos, long tasks) {}

    /** @param refused at the look at which it is met */
    TableCourse(long refused) {
        refusedBefore = refused;
    }

    /** @param nanos later than all before */
    void add(long nanos, TaskTable table) {
        looks.removeIf(look -> nanos - look.nanos() > SLOPE_OF.toNanos());
        looks.addLast(new Look(nanos, table.tasks()));
        long refused = Math.max(0, table.refused() - refusedBefore);
        refusedBefore = table.refused();
        boolean wants = refused > 0 || isFull(table) || (table.ofNode() && fills(table));
        if (wants) {
            wanting++;
            refusedInWant += refused;
            calm = 0;
        } else {
            rest();
        }
    }

    private void rest() {
        wanting = 0;
        if (++calm >= CALM) {
            told = false;
            refusedInWant = 0;
        }
    }

    private static boolean isFull(TaskTable table) {
        return table.tasks() >= table.limit() * (table.ofNode() ? NODE_FULL : FULL);
    }

    /** Whether it would be full soon if all went on as in the last seconds, and it does go on. */
    private boolean fills(TaskTable table) {
        if (table.tasks() < table.limit() * NODE_FILLS_FROM || looks.size() < 2) {
            return false;
        }
        List<Look> newest = looks.reversed().stream().limit(2).toList();
        double slope = Math.min(slope(looks.getFirst(), looks.getLast()), slope(newest.getLast(), newest.getFirst()));
        return table.tasks() + slope * FORESEEN.toNanos() >= table.limit();
    }

    /** By how much it grows, a nanosecond. */
    private static double slope(Look from, Look to) {
        return (double) (to.tasks() - from.tasks()) / (to.nanos() - from.nanos());
    }

    /** Whether want has lasted and was not told of. */
    boolean isToTell() {
        return !told && wanting >= LASTING;
    }

    void tell() {
        told = true;
    }

    /** How many were refused since the want began. */
    long refused() {
        return refusedInWant;
    }
}
