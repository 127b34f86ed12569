package dev.vedette.baseline.memory;

import dev.vedette.baseline.growth.GrowthHistory;
import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Why memory ran out for a container.
 *
 * @param history for how long the growth was watched
 * @param growth who grew of those that share what was full, the most first
 */
public record KillCause(Doing doing, Duration history, List<ContainerGrowth> growth) {
    /** What came earlier has nothing to do with a kill any more. */
    public static final Duration HISTORY = Duration.ofSeconds(8);

    /** Less than this is what is always going on: nobody's doing, bytes. */
    public static final long LEAST_GROWTH = 16L << 20;

    private static final double HALF = 0.5;

    public KillCause {
        growth = List.copyOf(growth);
    }

    /**
     * Asks the seconds before a kill.
     *
     * @param victim whose process was ended
     * @param heldBytes what the process held at least
     * @param sharing who shares the limit that was reached; of no matter where it was the victim's own, or none
     */
    public static KillCause of(
            GrowthHistory history, Container victim, long heldBytes, Bound bound, Predicate<Container> sharing) {
        Predicate<Container> among = switch (bound) {
            case OWN_LIMIT -> container -> container.id().equals(victim.id());
            case SHARED_LIMIT -> sharing;
            case NODE, UNKNOWN -> _ -> true;
        };
        List<ContainerGrowth> growth = history.growth(among, Map.of(victim.id(), heldBytes));
        return new KillCause(doing(bound, victim, growth), history.span(), growth);
    }

    private static Doing doing(Bound bound, Container victim, List<ContainerGrowth> growth) {
        if (bound == Bound.OWN_LIMIT) {
            return Doing.ITSELF;
        }
        if (bound == Bound.UNKNOWN || growth.isEmpty() || growth.getFirst().grew() < LEAST_GROWTH) {
            return Doing.UNKNOWN;
        }
        ContainerGrowth most = growth.getFirst();
        if (most.share() < HALF) {
            return Doing.SEVERAL;
        }
        return most.container().id().equals(victim.id()) ? Doing.ITSELF : Doing.NEIGHBOUR;
    }
}
