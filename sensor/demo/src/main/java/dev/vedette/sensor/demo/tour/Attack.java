package dev.vedette.sensor.demo.tour;

import java.time.Duration;
import java.util.List;

/**
 * One step of the tour.
 *
 * @param title what an onlooker is told
 * @param expected rules that must find it
 * @param patience how long they may take
 */
public record Attack(String title, List<String> expected, Duration patience, Deed deed) {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(6);

    /** What is done. */
    @FunctionalInterface
    public interface Deed {
        void run() throws Exception;
    }

    public Attack {
        expected = List.copyOf(expected);
    }

    static Attack of(String title, List<String> expected, Deed deed) {
        return new Attack(title, expected, USUAL_PATIENCE, deed);
    }
}
