package dev.vedette.rules.facts;

import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.Severity;

/** Webhooks of admission that let requests slip by, or on which the whole cluster waits. */
public final class AdmissionHooks {
    private AdmissionHooks() {}

    public static Severity severity(ClusterSetting hook) {
        return switch (hook.name()) {
            case "rules", "url" -> Severity.MEDIUM;
            case "objectSelector" -> isAdvice(hook) ? Severity.INFO : Severity.LOW;
            default -> Severity.INFO;
        };
    }

    /** What changes objects serves their owners, who lose by going round it. */
    private static boolean isAdvice(ClusterSetting hook) {
        return hook.place().kind().startsWith("Mutating");
    }

    public static String sentence(ClusterSetting hook) {
        return switch (hook.name()) {
            case "failurePolicy" -> "When the webhook does not answer, requests pass unjudged.";
            case "objectSelector" ->
                "Labels of the object decide whether the webhook sees it: who makes the object chooses them.";
            case "rules" ->
                "When the webhook does not answer, nothing can be changed in the cluster, kube-system and the webhook's"
                        + " own namespace included.";
            case "timeoutSeconds" ->
                "Requests wait up to " + hook.value()
                        + " seconds for the webhook, which is longer than many callers do.";
            default ->
                "Every object that is made is sent to " + Words.shortened(hook.value())
                        + ", which is not a Service of the" + " cluster.";
        };
    }
}
