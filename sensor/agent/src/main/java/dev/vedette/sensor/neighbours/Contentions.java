package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameRow;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Origin;
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
    static Optional<CpuContention> of(Judgement judgement, long epochNanos) {
        if (judgement.victim().onHost()) {
            return Optional.empty();
        }
        BlameRow row = judgement.row();
        return judgement
                .blamed()
                .map(blamed -> new CpuContention(
                        judgement.victim(),
                        blamed.culprit(),
                        NeighbourJudge.WINDOW,
                        Duration.ofNanos(row.waited()),
                        Duration.ofNanos(judgement.usual()),
                        blamed.share(),
                        Duration.ofNanos(row.p95()),
                        Duration.ofNanos(judgement.usualP95()),
                        shares(row),
                        epochNanos,
                        Origin.LIVE));
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
