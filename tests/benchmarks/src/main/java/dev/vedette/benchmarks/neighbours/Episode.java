package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.util.List;

/** A load as it went on in a lane, by the time of day in milliseconds. */
record Episode(Load load, Lane lane, long beginMillis, long endMillis) {
    /** Judgements come by windows: what ends with the load is told of up to two of them later. */
    private static final long WINDOWS_AFTER = 10_000;

    Service victim() {
        return load.victim(lane);
    }

    List<String> culprits() {
        return load.culprits(lane).stream().map(RunningContainer::name).toList();
    }

    boolean during(long millis) {
        return millis > beginMillis && millis <= endMillis + WINDOWS_AFTER;
    }

    /** Whether an alert is about it. One that names no victim is about all whom its suspect can harm. */
    boolean isMeantBy(Alert alert) {
        return during(alert.epochMillis())
                && (alert.victim().isEmpty()
                        ? load.alone() || lane.holds(alert.culprit())
                        : alert.victim().equals(victim().name()));
    }
}
