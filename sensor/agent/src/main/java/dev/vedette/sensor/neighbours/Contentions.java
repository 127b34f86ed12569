package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameRow;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.WaitShare;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Judgements as the facts that rules judge. */
final class Contentions {
    /** Of a row; what follows is too little to tell. */
    private static final int MOST_SHARES = 8;

    private Contentions() {}

    /** Empty unless a neighbour does harm to a container; what the node's own services suffer is no rule's matter. */
    static Optional<Contention> of(Judgement judgement, WaitMatrix matrix, long epochNanos) {
        if (judgement.victim().onHost()) {
            return Optional.empty();
        }
        return judgement
                .blamed()
                .map(blamed -> matrix.contention(judgement.victim(), blame(judgement, blamed), epochNanos));
    }

    private static Blame blame(Judgement judgement, Judgement.Blamed blamed) {
        BlameRow row = judgement.row();
        return new Blame(
                blamed.culprit(),
                blamed.share(),
                NeighbourJudge.WINDOW,
                Duration.ofNanos(row.waited()),
                Duration.ofNanos(judgement.usual()),
                Duration.ofNanos(row.p95()),
                Duration.ofNanos(judgement.usualP95()),
                shares(row));
    }

    private static List<WaitShare> shares(BlameRow row) {
        double waited = row.waited();
        return row.causes().entrySet().stream()
                .limit(MOST_SHARES)
                .map(entry -> new WaitShare(
                        entry.getKey().label(), Duration.ofNanos(entry.getValue()), entry.getValue() / waited))
                .toList();
    }
}
