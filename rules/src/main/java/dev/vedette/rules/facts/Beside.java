package dev.vedette.rules.facts;

import dev.vedette.policy.model.MadeBesideKubernetes;
import dev.vedette.policy.model.Severity;

/** What was made beside Kubernetes, for people. */
public final class Beside {
    private Beside() {}

    public static Severity severity(MadeBesideKubernetes made) {
        return switch (made.way()) {
            case FOREIGN_NAMESPACE, AMONG_PODS, UNKNOWN_TO_CRI, THROUGH_CRI -> Severity.HIGH;
            // Nodes without a registry get their images this way.
            case IMAGE_PUT_IN -> Severity.LOW;
        };
    }

    public static String sentence(MadeBesideKubernetes made) {
        return switch (made.way()) {
            case FOREIGN_NAMESPACE ->
                "A container was made in the runtime's namespace " + made.where()
                        + ", which is not the one that Kubernetes uses.";
            case AMONG_PODS -> "A container was made among those of Kubernetes by somebody else than the kubelet.";
            case UNKNOWN_TO_CRI -> "A container runs that no runtime knows by which Kubernetes starts containers.";
            case THROUGH_CRI ->
                "A pod was made through the runtime's interface for Kubernetes by somebody else than the kubelet.";
            case IMAGE_PUT_IN ->
                "The image " + Words.shortened(made.image())
                        + " was put into the node's store, not pulled from its registry.";
        };
    }
}
