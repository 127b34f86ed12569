package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.control.wire.NeighbourLine;
import java.util.List;

/** Our sensor: each verdict of it that is a finding. */
record Ours() implements Detector {
    @Override
    public String name() {
        return "vedette";
    }

    @Override
    public List<Alert> alerts(Recording recording) {
        return recording.verdicts().stream()
                .flatMap(window -> window.lines().stream()
                        .filter(line -> line.getVerdict().equals("neighbour"))
                        .map(line -> new Alert(
                                window.endMillis(), container(line.getVictim()), container(line.getCulprit()))))
                .toList();
    }

    /** Of namespace/pod/container; the node's own has no other part. */
    static String container(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** What was said of an episode's victim meanwhile, in the order of time. */
    static List<String> verdicts(Episode episode, Recording recording) {
        return recording.verdicts().stream()
                .filter(window -> episode.during(window.endMillis()))
                .flatMap(window -> window.lines().stream())
                .filter(line ->
                        container(line.getVictim()).equals(episode.victim().name()))
                .map(NeighbourLine::getVerdict)
                .toList();
    }
}
