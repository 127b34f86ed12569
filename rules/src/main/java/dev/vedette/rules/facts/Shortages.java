package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SpaceShortage;
import dev.vedette.policy.model.SpaceShortage.What;

/** File systems that run full, as people read it. */
public final class Shortages {
    private Shortages() {}

    /** Of what fills up by nobody that is known, the node's own health tells as well. */
    public static Severity severity(SpaceShortage shortage) {
        return shortage.doing() == Doing.NEIGHBOUR ? Severity.MEDIUM : Severity.LOW;
    }

    public static String sentence(SpaceShortage shortage) {
        return "The file system at " + Words.shortened(shortage.fileSystem())
                + (shortage.untilFull().isZero() ? " has" : " would have")
                + " no " + (shortage.what() == What.SPACE ? "space" : "inodes") + " left"
                + (shortage.untilFull().isZero()
                        ? ""
                        : " in " + shortage.untilFull().toMinutes() + " minutes") + ": "
                + amount(shortage, shortage.used()) + " of " + amount(shortage, shortage.size()) + " are taken; "
                + cause(shortage) + ".";
    }

    private static String amount(SpaceShortage shortage, long number) {
        return shortage.what() == What.SPACE ? Words.mebibytes(number) : number + " files";
    }

    private static String cause(SpaceShortage shortage) {
        return switch (shortage.doing()) {
            case NEIGHBOUR, ITSELF -> {
                ContainerGrowth most = shortage.growth().getFirst();
                yield Culprits.named(most.container()) + " grew by " + amount(shortage, most.grew()) + " in "
                        + Words.duration(shortage.history()) + ", " + Words.percent(most.share()) + " of all that grew";
            }
            case SEVERAL -> "several grew, none of them by half: " + growth(shortage);
            case UNKNOWN -> "it is in no file of a container's own, or nobody grew while it was watched";
        };
    }

    private static String growth(SpaceShortage shortage) {
        return Culprits.growth(shortage.growth(), number -> amount(shortage, number));
    }

    /** Adds the figures behind the sentence, and what can be done. */
    public static Detection evidence(Detection detection, SpaceShortage shortage) {
        return detection
                .with("file system", shortage.fileSystem())
                .with("culprit", Culprits.label(shortage.doing(), shortage.growth()))
                .with("grew", growth(shortage))
                .with("who writes there", String.join(", ", shortage.writers()))
                .with("remedy", remedy(shortage));
    }

    private static String remedy(SpaceShortage shortage) {
        return shortage.doing() == Doing.NEIGHBOUR
                ? "give " + shortage.container().displayName()
                        + " a limit of ephemeral-storage (or its volume a sizeLimit), or a volume of its own"
                : "remove images and logs that nobody needs; give containers limits of ephemeral-storage";
    }
}
