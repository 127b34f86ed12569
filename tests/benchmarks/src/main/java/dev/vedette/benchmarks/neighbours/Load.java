package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.time.Duration;
import java.util.List;

/** Something that goes on in a lane for some seconds. */
interface Load {
    /** For people. */
    String name();

    /** Whom it means to harm; nobody who is not to be called a culprit. */
    default List<RunningContainer> culprits(Lane lane) {
        return List.of();
    }

    /** Whether its victim is as fast as always: if it is not, the machine did that, and the episode says nothing. */
    default boolean leavesVictimWell() {
        return false;
    }

    /** What it takes from the victim, or only looks as if it did. */
    default Resource resource() {
        return Resource.CPU;
    }

    /** Whether it is the victim's own doing. */
    default boolean selfInflicted() {
        return false;
    }

    /** Whether the other lanes must be quiet meanwhile. */
    default boolean alone() {
        return resource() != Resource.CPU;
    }

    /** Of whom an alert is looked for. */
    default Service victim(Lane lane) {
        return lane.needing(resource()).orElseThrow();
    }

    /** Whether it can be run there, and can do harm there. */
    default boolean fits(Lane lane) {
        return lane.needing(resource()).isPresent();
    }

    /** Begins, and returns when it is over and everything is as before. */
    void run(Lane lane, Duration lasts) throws Exception;

    /** As the program takes it. */
    static String seconds(Duration time) {
        return Double.toString(time.toMillis() / 1e3);
    }
}
