package dev.vedette.rules.facts;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.ProcessFlood;
import dev.vedette.policy.model.Severity;

/** Processes and threads that leave no room for more, as people read it. */
public final class Floods {
    private Floods() {}

    /** A node without room can start nothing at all; a container's own limit keeps the harm to itself. */
    public static Severity severity(ProcessFlood flood) {
        if (flood.bound() == Bound.OWN_LIMIT) {
            return Severity.LOW;
        }
        return flood.bound() == Bound.NODE && flood.doing() == Doing.NEIGHBOUR ? Severity.HIGH : Severity.MEDIUM;
    }

    public static String sentence(ProcessFlood flood) {
        return "Processes and threads " + bound(flood) + ": " + flood.tasks() + " of " + flood.limit()
                + (flood.refused() == 0 ? "" : ", and " + flood.refused() + " were refused") + "; " + cause(flood)
                + ".";
    }

    private static String bound(ProcessFlood flood) {
        return switch (flood.bound()) {
            case OWN_LIMIT -> "fill the container's own limit";
            case SHARED_LIMIT -> "fill a limit that the container shares with others, as its pod's";
            case NODE -> flood.tasks() < 0.8 * flood.limit() ? "fill the node within a minute" : "fill the node";
            case UNKNOWN -> "fill what is not known";
        };
    }

    private static String cause(ProcessFlood flood) {
        return switch (flood.doing()) {
            case ITSELF ->
                flood.growth().stream()
                        .findFirst()
                        .map(own -> grew("it", own, flood))
                        .orElse("it did not grow in the seconds before");
            case NEIGHBOUR -> {
                ContainerGrowth most = flood.growth().getFirst();
                yield grew(Culprits.named(most.container()), most, flood) + ", " + Words.percent(most.share())
                        + " of all that grew";
            }
            case SEVERAL -> "several grew, none of them by half: " + Culprits.growth(flood.growth(), Long::toString);
            case UNKNOWN -> "who made them is not known";
        };
    }

    private static String grew(String who, ContainerGrowth grown, ProcessFlood flood) {
        return who + " grew by " + grown.grew() + " in " + Words.duration(flood.history());
    }

    /** Adds the figures behind the sentence, and what can be done. */
    public static Detection evidence(Detection detection, ProcessFlood flood) {
        return detection
                .with("processes and threads", Long.toString(flood.tasks()))
                .with("limit", Long.toString(flood.limit()))
                .with("refused", flood.bound() == Bound.NODE ? "not known" : Long.toString(flood.refused()))
                .with("culprit", Culprits.label(flood.doing(), flood.growth()))
                .with("grew", Culprits.growth(flood.growth(), Long::toString))
                .with("look by look", Culprits.series(flood.growth(), 1, ""))
                .with("remedy", remedy(flood));
    }

    private static String remedy(ProcessFlood flood) {
        if (flood.bound() == Bound.OWN_LIMIT) {
            return "find what starts them in it, or raise its limit of processes";
        }
        Container container = flood.container();
        if (container.onHost()) {
            return "limit the processes of pods (the kubelet's podPidsLimit), and keep some for the node's own services"
                    + " (pid in its system-reserved)";
        }
        return "limit the processes of pods (the kubelet's podPidsLimit); at once: vedette respond throttle "
                + container.displayName() + " -o pids=100 -o for=10m";
    }
}
