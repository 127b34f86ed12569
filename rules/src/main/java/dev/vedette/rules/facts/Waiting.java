package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Detection;
import java.util.stream.Collectors;

/** What one container does to another, as people read it. */
public final class Waiting {
    private Waiting() {}

    /** How long the victim waited, what is usual for it, and behind whom. */
    public static String sentence(CpuContention seen) {
        return "Waited " + Words.duration(seen.waited()) + " for the CPU within " + Words.duration(seen.window())
                + ", usually " + Words.duration(seen.usual()) + single(seen) + "; " + Words.percent(seen.culpritShare())
                + " of the rise is behind " + named(seen.culprit()) + ".";
    }

    private static String single(CpuContention seen) {
        return seen.p95().isZero()
                ? ""
                : " (" + Words.duration(seen.p95()) + " at p95, usually " + Words.duration(seen.usualP95()) + ")";
    }

    /** Adds the figures behind the sentence, and what can be done. */
    public static Detection evidence(Detection detection, CpuContention seen) {
        String culprit = seen.culprit().displayName();
        return detection
                .with("culprit", culprit)
                .with("culprit's share", Words.percent(seen.culpritShare()))
                .with("waited", Words.duration(seen.waited()))
                .with("usual", Words.duration(seen.usual()))
                .with("window", Words.duration(seen.window()))
                .with("p95", Words.duration(seen.p95()))
                .with("usual p95", Words.duration(seen.usualP95()))
                .with("waited behind", row(seen))
                .with("remedy", remedy(seen.culprit()));
    }

    private static String row(CpuContention seen) {
        return seen.row().stream()
                .map(share -> share.behind() + " " + Words.duration(share.waited()) + " ("
                        + Words.percent(share.share()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String remedy(Container culprit) {
        return culprit.onHost()
                ? "keep CPUs for the node's own services (the kubelet's system-reserved), or move the victim"
                : "set a CPU limit on " + culprit.displayName()
                        + " or a CPU request on the victim; at once: vedette respond throttle " + culprit.displayName()
                        + " -o cpu=500m -o for=10m";
    }

    private static String named(Container culprit) {
        return culprit.onHost() ? "the node's own services" : culprit.displayName();
    }
}
