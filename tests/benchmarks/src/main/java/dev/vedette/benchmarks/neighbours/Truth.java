package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.Medians;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What an episode really did to its victim.
 *
 * @param usualP99 milliseconds, of the victim's requests while nothing went on
 * @param p99 milliseconds, of its requests in the episode
 */
record Truth(Episode episode, double usualP99, double p99) {
    private static final double PART = 0.99;
    private static final double TIMES = 2;
    /** A second's requests are written when it is over. */
    private static final long SECOND = 1_000;

    static List<Truth> of(List<Episode> episodes, long fromMillis) throws IOException {
        List<Truth> truths = new ArrayList<>();
        for (Episode episode : episodes) {
            truths.add(of(episode, episodes, fromMillis));
        }
        return truths;
    }

    private static Truth of(Episode episode, List<Episode> all, long fromMillis) throws IOException {
        double usual = p99(
                episode.victim(),
                end -> end > fromMillis
                        && all.stream()
                                .noneMatch(one -> end > one.beginMillis() && end <= one.endMillis() + 2 * SECOND));
        double now = p99(
                episode.victim(), end -> end > episode.beginMillis() + SECOND && end <= episode.endMillis() + SECOND);
        return new Truth(episode, usual, now);
    }

    private static double p99(Service service, LongPredicate isWanted) throws IOException {
        List<Double> latencies = new ArrayList<>();
        for (Service.Second second : service.seconds()) {
            if (isWanted.test(second.endMillis())) {
                latencies.addAll(second.latencies());
            }
        }
        return latencies.isEmpty() ? 0 : Medians.quantile(latencies, PART);
    }

    /** Somebody was to do harm, and the victim's requests took at least twice as long for it. */
    boolean harm() {
        return !episode.culprits().isEmpty() && isSlower();
    }

    /** Nobody was to slow it down, and yet it was slower. */
    boolean spoilt() {
        return episode.load().leavesVictimWell() && isSlower();
    }

    private boolean isSlower() {
        return p99 >= TIMES * usualP99;
    }

    String words() {
        return harm() ? "harm" : spoilt() ? "spoilt" : "no harm";
    }
}
