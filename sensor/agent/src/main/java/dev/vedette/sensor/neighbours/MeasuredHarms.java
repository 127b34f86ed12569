package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Verdict;
import dev.vedette.sensor.response.Harms;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How victims are by the newest judgements. Who waited for nothing is well, as is who keeps itself waiting.
 *
 * @param neighbours who waits behind whom
 */
public record MeasuredHarms(Neighbours neighbours) implements Harms {
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public Sight of(String victim) {
        Neighbours.Window window = neighbours.last();
        if (window.endEpochNanos() == 0) {
            return UNKNOWN.of(victim);
        }
        return window.judgements().values().stream()
                .flatMap(List::stream)
                .filter(judgement -> judgement.victim().id().equals(victim))
                .max(Comparator.comparing(judgement -> state(judgement.verdict())))
                .map(worst -> new Sight(window.endEpochNanos(), state(worst.verdict()), words(worst)))
                .orElse(new Sight(window.endEpochNanos(), State.WELL, "it waited for nothing"));
    }

    private static State state(Verdict verdict) {
        return switch (verdict) {
            case USUAL, OWN_QUOTA, SELF_INFLICTED -> State.WELL;
            case NEIGHBOUR, NODE_FULL, UNKNOWN -> State.HARMED;
            case LEARNING, BRIEF -> State.UNKNOWN;
        };
    }

    private static String words(Judgement judgement) {
        return String.format(
                Locale.ROOT,
                "waited %.0f ms of 5 s, usually %.0f ms; %s",
                judgement.row().waited() / NANOS_PER_MILLI,
                judgement.usual() / NANOS_PER_MILLI,
                judgement.verdict().label());
    }
}
