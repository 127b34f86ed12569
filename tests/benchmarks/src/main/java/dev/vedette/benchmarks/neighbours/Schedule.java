package dev.vedette.benchmarks.neighbours;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Which loads come when: all of them in an order by the seed, then all again in another.
 * Loads that leave other lanes alone go on in all lanes at the same time.
 */
final class Schedule {
    /** Long enough for two whole windows, wherever they begin. */
    static final Duration ACTIVE = Duration.ofSeconds(16);

    /** Long enough for three windows to be forgotten. */
    static final Duration QUIET = Duration.ofSeconds(15);

    private static final int MOST_DELAY_MILLIS = 3_000;

    private final List<Load> loads;
    private final List<Lane> lanes;
    private final Random random;
    private final List<Load> next = new ArrayList<>();

    /** A load in a lane, some time after the others of its slot. */
    record Planned(Load load, Lane lane, Duration delay) {}

    Schedule(List<Load> loads, List<Lane> lanes, long seed) {
        this.loads = List.copyOf(loads);
        this.lanes = List.copyOf(lanes);
        this.random = new Random(seed);
    }

    static Duration slotLasts() {
        return ACTIVE.plus(QUIET).plusMillis(MOST_DELAY_MILLIS);
    }

    /** What goes on at the same time in the next slot. */
    List<Planned> slot() {
        List<Lane> free = new ArrayList<>(lanes);
        Collections.shuffle(free, random);
        List<Planned> slot = new ArrayList<>(List.of(take(free, load -> true)));
        if (!slot.getFirst().load().alone()) {
            free.remove(slot.getFirst().lane());
            free.forEach(lane -> slot.add(take(List.of(lane), load -> !load.alone())));
        }
        return slot;
    }

    /** The next load of these that fits into one of these lanes. */
    private Planned take(List<Lane> free, Predicate<Load> wanted) {
        while (true) {
            for (Load load : next) {
                for (Lane lane : free) {
                    if (wanted.test(load) && load.fits(lane)) {
                        next.remove(load);
                        return new Planned(load, lane, Duration.ofMillis(random.nextInt(MOST_DELAY_MILLIS)));
                    }
                }
            }
            List<Load> order = new ArrayList<>(loads);
            Collections.shuffle(order, random);
            next.addAll(order);
        }
    }
}
