package dev.vedette.baseline.space;

import dev.vedette.baseline.growth.GrowthHistory;
import dev.vedette.baseline.growth.HoldingLook;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is taken of one thing that containers share, bytes or files of a file system, look by look. Each shortage is told once,
 * and anew after there was room. Not thread-safe.
 */
public final class SpaceCourse {
    /** How long growth is remembered, and so what a slope is of at most. */
    public static final Duration HISTORY = Duration.ofMinutes(10);

    /** A slope of less is a burst: an image that is pulled, a log that is rotated. */
    private static final Duration LEAST_SLOPE = Duration.ofMinutes(3);

    /** What went on before and does not any more fills nothing. */
    private static final Duration LATELY = Duration.ofMinutes(1);

    private static final Duration FORESEEN = Duration.ofHours(1);

    /** Of the size. What is mostly empty is not said to run full. */
    private static final double FILLS_FROM = 0.5;

    private static final double FULL = 0.9;

    /** From here on it is worth finding out who grows: it takes reading folders. */
    private static final double NEARLY = 0.8;

    /** Of the size: who grew by less has not filled it. */
    private static final double LEAST_GROWTH = 0.01;

    private static final double HALF = 0.5;

    private final GrowthHistory history = new GrowthHistory(HISTORY);
    private final Deque<Look> looks = new ArrayDeque<>();
    private long size;
    private boolean told;

    private record Look(long nanos, long used) {}

    /**
     * A shortage that began to matter.
     *
     * @param container who grew by at least half of what was taken; {@link Container#HOST} where nobody did, or it is not known
     * @param untilFull zero if it is full
     * @param history for how long growth was watched
     * @param growth who grew, the most first
     */
    public record Shortage(
            Container container, Doing doing, Duration untilFull, Duration history, List<ContainerGrowth> growth) {
        public Shortage {
            growth = List.copyOf(growth);
        }
    }

    /**
     * Takes what is used.
     *
     * @param nanos later than all before
     * @return whether it is worth finding out who uses it, for {@link #judge}
     */
    public boolean add(long nanos, long used, long total) {
        looks.removeIf(look -> nanos - look.nanos() > HISTORY.toNanos());
        looks.addLast(new Look(nanos, used));
        size = total;
        if (!isShort()) {
            told = false;
        }
        return used >= NEARLY * size || isShort();
    }

    /**
     * Judges by what each container uses now; empty unless it is short and was not told, and growth was seen over two looks.
     *
     * @param used by whom, as far as known
     */
    public Optional<Shortage> judge(List<HoldingLook.Holding> used) {
        Look last = looks.getLast();
        history.add(new HoldingLook(last.nanos(), last.used(), used));
        if (told || !isShort() || history.span().isZero()) {
            return Optional.empty();
        }
        told = true;
        List<ContainerGrowth> growth = history.growth(_ -> true, Map.of());
        Doing doing = doing(growth);
        Container container = doing == Doing.NEIGHBOUR ? growth.getFirst().container() : Container.HOST;
        return Optional.of(
                new Shortage(container, doing, isFull() ? Duration.ZERO : untilFull(), history.span(), growth));
    }

    private Doing doing(List<ContainerGrowth> growth) {
        if (growth.isEmpty() || growth.getFirst().grew() < LEAST_GROWTH * size) {
            return Doing.UNKNOWN;
        }
        if (growth.getFirst().share() >= HALF) {
            // What is in no file of a container's own may be the node's, or in a file that was deleted and is still
            // open.
            return growth.getFirst().container().onHost() ? Doing.UNKNOWN : Doing.NEIGHBOUR;
        }
        return Doing.SEVERAL;
    }

    private boolean isShort() {
        return isFull()
                || (looks.getLast().used() >= FILLS_FROM * size && untilFull().compareTo(FORESEEN) < 0);
    }

    private boolean isFull() {
        return looks.getLast().used() >= FULL * size;
    }

    /** By the slope of all that is remembered, or that of late if it is less; very long where there is none. */
    private Duration untilFull() {
        Look first = looks.getFirst();
        Look last = looks.getLast();
        if (last.nanos() - first.nanos() < LEAST_SLOPE.toNanos()) {
            return FORESEEN;
        }
        Look lately = looks.reversed().stream()
                .filter(look -> last.nanos() - look.nanos() >= LATELY.toNanos())
                .findFirst()
                .orElse(first);
        double perNano = Math.min(slope(first, last), slope(lately, last));
        double longest = (double) FORESEEN.toNanos();
        double nanos = perNano <= 0 ? longest : (size - last.used()) / perNano;
        return Duration.ofNanos((long) Math.min(longest, nanos));
    }

    private static double slope(Look from, Look to) {
        return (double) (to.used() - from.used()) / (to.nanos() - from.nanos());
    }
}
