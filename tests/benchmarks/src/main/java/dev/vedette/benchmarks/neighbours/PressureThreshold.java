package dev.vedette.benchmarks.neighbours;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whose tasks waited for a CPU in more than a tenth of the time is a victim; it names no culprit. */
record PressureThreshold(List<Lane> lanes) implements Detector {
    private static final double THRESHOLD = 0.1;

    @Override
    public String name() {
        return "PSI > 10 %";
    }

    @Override
    public List<Alert> alerts(Recording recording) {
        List<Alert> alerts = new ArrayList<>();
        for (Lane lane : lanes) {
            for (Service service : lane.services()) {
                recording
                        .lasting(window -> window.pressure().getOrDefault(service.name(), 0.0) > THRESHOLD)
                        .forEach(window -> alerts.add(new Alert(window.endMillis(), service.name(), "")));
            }
        }
        alerts.sort(Comparator.comparingLong(Alert::epochMillis));
        return alerts;
    }
}
