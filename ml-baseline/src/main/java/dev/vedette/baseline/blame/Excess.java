package dev.vedette.baseline.blame;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** By how much each cause of a wait exceeds what it usually is, as shares of one; all are zero if none does. */
final class Excess {
    private final Map<Cause, Double> shares = new HashMap<>();

    Excess(BlameRow row, VictimHistory history) {
        row.causes().forEach((cause, nanos) -> shares.put(cause, (double) history.excess(cause, nanos)));
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        shares.replaceAll((cause, nanos) -> sum == 0 ? 0 : nanos / sum);
    }

    double of(Cause cause) {
        return shares.getOrDefault(cause, 0.0);
    }

    double ofNeighbours() {
        return shares.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Cause.Neighbour)
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The neighbour with the greatest share; empty if no neighbour has any. */
    Optional<Judgement.Blamed> greatest() {
        return shares.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Cause.Neighbour && entry.getValue() > 0)
                .max(Map.Entry.comparingByValue())
                .map(entry -> new Judgement.Blamed(((Cause.Neighbour) entry.getKey()).container(), entry.getValue()));
    }
}
