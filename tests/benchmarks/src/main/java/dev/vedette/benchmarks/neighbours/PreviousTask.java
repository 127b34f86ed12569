package dev.vedette.benchmarks.neighbours;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who waits behind others for more than 4 % of the time, as our sensor's least, is a victim, and the culprit is that other to whom
 * the most is charged. Who ran right before a wait ended is charged with all of it.
 */
record PreviousTask(List<Lane> lanes) implements Detector {
    private static final long LEAST_NANOS = Recording.WINDOW_SECONDS * 1_000_000_000L / 25;

    @Override
    public String name() {
        return "previous task";
    }

    @Override
    public List<Alert> alerts(Recording recording) {
        List<Alert> alerts = new ArrayList<>();
        for (Lane lane : lanes) {
            for (Service service : lane.services()) {
                String victim = service.name();
                recording
                        .lasting(window -> culprit(victim, window).isPresent())
                        .forEach(window -> culprit(victim, window)
                                .ifPresent(culprit -> alerts.add(new Alert(window.endMillis(), victim, culprit))));
            }
        }
        alerts.sort(Comparator.comparingLong(Alert::epochMillis));
        return alerts;
    }

    private static Optional<String> culprit(String victim, Recording.Window window) {
        List<Map.Entry<Recording.Pair, Long>> behindOthers = window.previous().entrySet().stream()
                .filter(entry -> entry.getKey().victim().equals(victim))
                .filter(entry -> !entry.getKey().culprit().equals(victim))
                .toList();
        long waited = behindOthers.stream().mapToLong(Map.Entry::getValue).sum();
        return waited < LEAST_NANOS
                ? Optional.empty()
                : behindOthers.stream()
                        .max(Map.Entry.comparingByValue())
                        .map(entry -> entry.getKey().culprit());
    }
}
