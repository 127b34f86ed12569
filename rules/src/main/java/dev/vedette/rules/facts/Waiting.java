package dev.vedette.rules.facts;

import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.policy.model.NetworkContention;
import java.util.stream.Collectors;

/** What one container does to another, as people read it. */
public final class Waiting {
    private Waiting() {}

    /** How long the victim waited, what is usual for it, and behind whom. */
    public static String sentence(CpuContention seen) {
        return sentence("the CPU", seen.blame());
    }

    /** The same of disks. */
    public static String sentence(DiskContention seen) {
        return sentence("the disk", seen.blame());
    }

    /** The same of the network, and what was lost of it. */
    public static String sentence(NetworkContention seen) {
        String waited = sentence("the network", seen.blame());
        return seen.dropped() == 0
                ? waited
                : waited + " " + seen.dropped() + " of its packets found no room in the queue.";
    }

    /** The same of memory. */
    public static String sentence(MemoryContention seen) {
        return sentence("memory", seen.blame());
    }

    private static String sentence(String resource, Blame blame) {
        return "Waited " + Words.duration(blame.waited()) + " for " + resource + " within "
                + Words.duration(blame.window()) + ", usually " + Words.duration(blame.usual()) + single(blame) + "; "
                + Words.percent(blame.share()) + " of the rise is behind " + Culprits.named(blame.culprit()) + ".";
    }

    private static String single(Blame blame) {
        return blame.p95().isZero()
                ? ""
                : " (" + Words.duration(blame.p95()) + " at p95, usually " + Words.duration(blame.usualP95()) + ")";
    }

    /** Adds the figures behind the sentence, and what can be done. */
    public static Detection evidence(Detection detection, CpuContention seen) {
        return figures(detection, seen.blame()).with("remedy", cpuRemedy(seen.culprit()));
    }

    /** Adds the figures behind the sentence, what the culprit asked of the disks, and what can be done. */
    public static Detection evidence(Detection detection, DiskContention seen) {
        return figures(detection, seen.blame())
                .with("culprit's use", DeviceUse.sentence(seen))
                .with("remedy", diskRemedy(seen.culprit()));
    }

    /** Adds the figures behind the sentence, what was lost, what the culprit sent, and what can be done. */
    public static Detection evidence(Detection detection, NetworkContention seen) {
        return figures(detection, seen.blame())
                .with("packets thrown away", Long.toString(seen.dropped()))
                .with("culprit's use", DeviceUse.sentence(seen))
                .with("remedy", networkRemedy(seen.culprit()));
    }

    /** Adds the figures behind the sentence, by how much the culprit grew, and what can be done. */
    public static Detection evidence(Detection detection, MemoryContention seen) {
        return figures(detection, seen.blame())
                .with("culprit grew", Words.mebibytes(seen.culpritGrewBytes()))
                .with("remedy", MemoryCauses.remedy(seen.culprit(), seen.culpritLimitBytes()));
    }

    private static Detection figures(Detection detection, Blame blame) {
        return detection
                .with("culprit", blame.culprit().displayName())
                .with("culprit's share", Words.percent(blame.share()))
                .with("waited", Words.duration(blame.waited()))
                .with("usual", Words.duration(blame.usual()))
                .with("window", Words.duration(blame.window()))
                .with("p95", Words.duration(blame.p95()))
                .with("usual p95", Words.duration(blame.usualP95()))
                .with("waited behind", row(blame));
    }

    private static String row(Blame blame) {
        return blame.row().stream()
                .map(share -> share.behind() + " " + Words.duration(share.waited()) + " ("
                        + Words.percent(share.share()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String cpuRemedy(Container culprit) {
        return culprit.onHost()
                ? "keep CPUs for the node's own services (the kubelet's system-reserved), or move the victim"
                : "set a CPU limit on " + culprit.displayName() + " or a CPU request on the victim; "
                        + atOnce(culprit, "cpu=500m");
    }

    private static String diskRemedy(Container culprit) {
        return culprit.onHost()
                ? "keep the node's images and logs on another disk than the volumes, or move the victim"
                : "move " + culprit.displayName() + " or its volume to another disk; " + atOnce(culprit, "io=10Mi");
    }

    private static String networkRemedy(Container culprit) {
        return culprit.onHost()
                ? "find out which of the node's services sends so much (an image, a backup, logs), or move the victim"
                : "limit what " + culprit.displayName()
                        + "'s pod may send (kubernetes.io/egress-bandwidth), or move it to another node; at once: vedette respond pause "
                        + culprit.displayName();
    }

    private static String atOnce(Container culprit, String limit) {
        return "at once: vedette respond throttle " + culprit.displayName() + " -o " + limit + " -o for=10m";
    }
}
