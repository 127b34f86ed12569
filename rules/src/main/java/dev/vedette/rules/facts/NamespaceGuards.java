package dev.vedette.rules.facts;

import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.Severity;
import java.util.Set;

/** What keeps a Namespace's pods from others, and others from them. */
public final class NamespaceGuards {
    private static final Set<String> STRICT = Set.of("baseline", "restricted");

    private NamespaceGuards() {}

    public static boolean isMissing(ClusterSetting guard) {
        return !STRICT.contains(guard.value());
    }

    /** To allow everything is a decision; to say nothing leaves it to the cluster. */
    public static Severity severity(ClusterSetting guard) {
        return guard.value().equals("none") ? Severity.INFO : Severity.LOW;
    }

    public static String sentence(ClusterSetting guard) {
        if (!guard.name().equals("pod security")) {
            return "The manifests make the namespace and workloads in it, but no " + guard.name()
                    + (guard.name().equals("NetworkPolicy") ? " for all of its pods." : ".");
        }
        return guard.value().equals("none")
                ? "No label of the namespace says which Pod Security Standard its pods must keep."
                : "The namespace is labelled to take pods of the level " + Words.shortened(guard.value()) + ".";
    }
}
