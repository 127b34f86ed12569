package dev.vedette.rules.facts;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.Severity;

/** Why a process was ended for want of memory, as people read it. */
public final class MemoryCauses {
    private MemoryCauses() {}

    /** What others do to it is worse than what it does to itself. */
    public static Severity severity(MemoryKill kill) {
        return kill.doing() == Doing.NEIGHBOUR ? Severity.MEDIUM : Severity.LOW;
    }

    /** What makes two kills the same: a process that is started again and again ends by the same cause. */
    public static String key(MemoryKill kill) {
        return kill.process() + " " + kill.bound() + " " + kill.doing() + " "
                + kill.neighbour().map(one -> one.container().id()).orElse("");
    }

    public static String sentence(MemoryKill kill) {
        return "The kernel ended " + Words.shortened(kill.process()) + " for memory: " + bound(kill) + "; "
                + cause(kill) + ".";
    }

    private static String bound(MemoryKill kill) {
        String limit = kill.limitBytes() == 0 ? "" : " of " + Words.mebibytes(kill.limitBytes());
        return switch (kill.bound()) {
            case OWN_LIMIT -> "the container's own limit" + limit + " was reached";
            case SHARED_LIMIT -> "a limit" + limit + " was reached that it shares with others, as its pod's";
            case NODE -> "the node had none left";
            case UNKNOWN -> "what was full is not known";
        };
    }

    private static String cause(MemoryKill kill) {
        return switch (kill.doing()) {
            case NEIGHBOUR -> kill.neighbour().map(most -> grew(most, kill)).orElseThrow();
            case ITSELF ->
                kill.growth().stream()
                        .findFirst()
                        .map(own -> grew("it", own, kill))
                        .orElse("it did not grow in the seconds before");
            case SEVERAL -> "several grew, none of them by half: " + Culprits.growth(kill.growth(), Words::mebibytes);
            case UNKNOWN -> "who took the memory is not known";
        };
    }

    private static String grew(ContainerGrowth most, MemoryKill kill) {
        return grew(Culprits.named(most.container()), most, kill);
    }

    private static String grew(String who, ContainerGrowth grown, MemoryKill kill) {
        String part = kill.bound() == Bound.OWN_LIMIT ? "" : ", " + Words.percent(grown.share()) + " of all that grew";
        return who + " grew by " + Words.mebibytes(grown.grew()) + " in " + Words.duration(kill.history()) + part;
    }

    /** Adds the figures behind the sentence, and what can be done. */
    public static Detection evidence(Detection detection, MemoryKill kill) {
        return detection
                .with("process", Words.shortened(kill.process()))
                .with("held", kill.heldBytes() == 0 ? "not known" : Words.mebibytes(kill.heldBytes()))
                .with("culprit", Culprits.label(kill.doing(), kill.growth()))
                .with("grew", Culprits.growth(kill.growth(), Words::mebibytes))
                .with("second by second", Culprits.series(kill.growth(), 1L << 20, " MiB"))
                .with("remedy", remedy(kill));
    }

    private static String remedy(MemoryKill kill) {
        if (kill.bound() == Bound.OWN_LIMIT) {
            return "find what grows in it, or raise its memory limit";
        }
        return kill.neighbour()
                .map(culprit -> remedy(culprit.container(), culprit.limit()))
                .orElse("set memory limits, and requests that sum up to what the node has; VDT-1019 tells of containers"
                        + " without");
    }

    /**
     * What can be done about one that takes too much.
     *
     * @param limitBytes its own limit, 0 where it has none
     */
    static String remedy(Container culprit, long limitBytes) {
        if (culprit.onHost()) {
            return "keep memory for the node's own services (the kubelet's system-reserved)";
        }
        String name = culprit.displayName();
        String atOnce = "; at once: vedette respond throttle " + name + " -o memory=256Mi -o for=10m";
        return limitBytes == 0
                ? name + " had no memory limit: set one (VDT-1019 tells of it in its manifest)" + atOnce
                : "lower the memory limit of " + name + ", now " + Words.mebibytes(limitBytes) + atOnce;
    }
}
