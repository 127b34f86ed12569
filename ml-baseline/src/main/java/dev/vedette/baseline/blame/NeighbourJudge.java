package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells, window by window, who waits longer than it usually does and whose doing that is; for one resource.
 *
 * <p>A victim waits above its own normal in two of three windows. The culprit is the one behind whom it waited for at
 * least half of what is more than usual, if that one uses more than it usually does: a neighbour that goes on as always is
 * not to blame for what a victim's own growth does to it. What a container suffers is no part of what is normal for it
 * as long as it is others' doing; its own doing is. Bounded; not thread-safe.
 */
public final class NeighbourJudge {
    /** The window that everything is summed over. */
    public static final Duration WINDOW = Duration.ofSeconds(5);

    private static final double HALF = 0.5;

    private final Resource resource;
    private final Remembered<VictimHistory> victims = new Remembered<>(VictimHistory::new);
    private final UseHistory uses;

    /** Whose doing a harmed window is. */
    private record Finding(Verdict verdict, Optional<Judgement.Blamed> blamed) {
        Finding(Verdict verdict) {
            this(verdict, Optional.empty());
        }

        /** What a container does to itself becomes normal for it. */
        boolean own() {
            return verdict == Verdict.SELF_INFLICTED || verdict == Verdict.OWN_QUOTA;
        }
    }

    public NeighbourJudge(Resource resource) {
        this.resource = resource;
        this.uses = new UseHistory(resource.leastGrowth());
    }

    /** Judges each container that waited in this window. */
    public List<Judgement> judge(BlameWindow window) {
        List<Judgement> judgements = new ArrayList<>();
        Set<String> culprits = new HashSet<>();
        for (BlameRow row : window.rows()) {
            judgements.add(judge(row, window.uses(), culprits));
        }
        idle(window.present());
        uses.learn(window.uses(), culprits);
        victims.nextWindow();
        return judgements;
    }

    private Judgement judge(BlameRow row, Map<String, Long> used, Set<String> culprits) {
        VictimHistory history = victims.of(BlameWindow.keyOf(row.victim()));
        boolean learned = history.learned();
        boolean harmed = history.harmed(row) && history.slowed(row, resource);
        long usual = history.usualNanos();
        long usualP95 = history.usualP95();
        boolean lasts = history.lasts(harmed);
        Finding finding = harmed ? cause(row, history, used) : new Finding(learned ? Verdict.USUAL : Verdict.LEARNING);
        finding.blamed().ifPresent(blamed -> culprits.add(BlameWindow.keyOf(blamed.culprit())));
        if (!harmed || finding.own()) {
            history.learn(row);
        }
        Finding said = harmed && !lasts ? new Finding(Verdict.BRIEF) : finding;
        return new Judgement(row, said.verdict(), usual, usualP95, said.blamed());
    }

    private Finding cause(BlameRow row, VictimHistory history, Map<String, Long> used) {
        Excess excess = new Excess(row, history);
        double quota = excess.of(Cause.Own.QUOTA);
        double itself = excess.of(Cause.Own.ITSELF);
        if (quota + itself >= HALF) {
            return new Finding(quota > itself ? Verdict.OWN_QUOTA : Verdict.SELF_INFLICTED);
        }
        Optional<Judgement.Blamed> greatest = excess.greatest();
        if (greatest.isEmpty() || excess.ofNeighbours() < HALF) {
            return new Finding(Verdict.UNKNOWN);
        }
        if (!hasGrown(greatest.get().culprit(), used)) {
            return new Finding(hasGrown(row.victim(), used) ? Verdict.SELF_INFLICTED : Verdict.UNKNOWN);
        }
        return greatest.get().share() < HALF
                ? new Finding(Verdict.NODE_FULL)
                : new Finding(Verdict.NEIGHBOUR, greatest);
    }

    private boolean hasGrown(Container container, Map<String, Long> used) {
        String key = BlameWindow.keyOf(container);
        return uses.grown(key, used.getOrDefault(key, 0L));
    }

    /** Who did not wait at all is well, and that is usual for it, too. */
    private void idle(Set<String> present) {
        present.stream()
                .filter(key -> !victims.metInThisWindow(key))
                .map(victims::of)
                .forEach(VictimHistory::idle);
        victims.forEach((key, history) -> {
            if (!victims.metInThisWindow(key)) {
                history.idle();
            }
        });
    }
}
