package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Set;

/** Where a manifest puts pods, past what keeps nodes and priorities apart. */
public final class Placements {
    /** Priorities of the cluster's own parts. */
    public static final Set<String> CRITICAL = Set.of("system-cluster-critical", "system-node-critical");

    private static final Set<String> ON_EACH_NODE = Set.of("DaemonSet");

    private Placements() {}

    /** @param namespaces where the cluster's own parts run, which are put so */
    public static boolean isUnusual(ContainerSetting setting, List<String> namespaces) {
        if (namespaces.contains(setting.container().pod().namespace())) {
            return false;
        }
        return !setting.name().equals("priorityClassName") || CRITICAL.contains(setting.value());
    }

    /** To run on each node is what a DaemonSet is for. */
    public static Severity severity(ContainerSetting setting) {
        boolean everywhere = setting.name().equals("tolerations")
                && ON_EACH_NODE.contains(setting.place().kind());
        return everywhere ? Severity.INFO : Severity.LOW;
    }

    public static String sentence(ContainerSetting setting) {
        String value = Words.shortened(setting.value());
        return switch (setting.name()) {
            case "tolerations" ->
                "The pod tolerates every taint: it also runs on nodes that are kept for the control plane, or free.";
            case "nodeName" ->
                "The pod is put onto the node " + value
                        + " past the scheduler, which would have asked what that is kept for.";
            case "nodeSelector" -> "The pod asks for a node of the control plane, by " + value + ".";
            default ->
                "The pod has the priority " + value
                        + ", by which it takes others' place, outside of the namespaces of the cluster's own parts.";
        };
    }
}
