package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who uses more than four fifths of a CPU is a suspect, the greatest of a lane; it names no victim. */
record UsageThreshold(List<Lane> lanes) implements Detector {
    private static final double THRESHOLD = 0.8;

    @Override
    public String name() {
        return "CPU use > 80 %";
    }

    @Override
    public List<Alert> alerts(Recording recording) {
        List<Alert> alerts = new ArrayList<>();
        for (Lane lane : lanes) {
            for (RunningContainer container : lane.containers()) {
                recording
                        .lasting(window -> isGreatest(container.name(), lane, window))
                        .forEach(window -> alerts.add(new Alert(window.endMillis(), "", container.name())));
            }
        }
        alerts.sort(Comparator.comparingLong(Alert::epochMillis));
        return alerts;
    }

    private static boolean isGreatest(String container, Lane lane, Recording.Window window) {
        double own = window.cpu().getOrDefault(container, 0.0);
        return own > THRESHOLD
                && lane.containers().stream().allMatch(other -> window.cpu().getOrDefault(other.name(), 0.0) <= own);
    }
}
