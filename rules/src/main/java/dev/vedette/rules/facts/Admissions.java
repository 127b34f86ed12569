package dev.vedette.rules.facts;

import dev.vedette.policy.model.AdmissionMissed;
import dev.vedette.policy.model.AdmissionMissed.Why;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Glob;
import java.util.List;

/** What is not asked of admission, and what is. */
public final class Admissions {
    private Admissions() {}

    /**
     * Whether it is a static pod that a node is expected to have.
     *
     * @param patterns of {@code namespace/pod}
     */
    public static boolean isExpected(AdmissionMissed missed, List<String> patterns) {
        Container.Pod pod = missed.container().pod();
        return missed.why() == Why.STATIC_POD
                && patterns.stream().anyMatch(pattern -> new Glob(pattern).matches(pod.namespace() + "/" + pod.name()));
    }

    /**
     * Whether nobody asks the webhook about its namespace. Where there is a record of the pod somebody did ask, and a
     * static pod is none of its business anyway.
     *
     * @param patterns of namespaces
     */
    public static boolean isUnguarded(AdmissionMissed missed, List<String> patterns) {
        String namespace = missed.container().pod().namespace();
        return missed.why() == Why.POD_UNKNOWN
                && patterns.stream().anyMatch(pattern -> new Glob(pattern).matches(namespace));
    }

    public static String sentence(AdmissionMissed missed) {
        return switch (missed.why()) {
            case POD_UNKNOWN -> "The container runs in a pod that admission has no record of.";
            case IMAGE_UNKNOWN -> "The container runs an image that its pod was not admitted with.";
            case CONTAINER_UNKNOWN -> "The container runs in a pod that was admitted without a container of its name.";
            case STATIC_POD -> "The container's pod was put on the node by a file, which admission never sees.";
            case OLDER ->
                missed.olderPods() + " pods of this node are older than the records of admission; nobody can"
                        + " say of them whether they were admitted.";
        };
    }
}
