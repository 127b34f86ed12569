package dev.vedette.policy.cel;

import java.util.Map;
import java.util.TreeMap;

/** What of the rules on isolation CEL cannot say at admission, or is not said, and why. */
public final class NotInCel {
    private static final String OTHER_KINDS = "it judges other kinds than those that make pods";

    private static final Map<String, String> WHOLLY = Map.of(
            "VDT-1024", "it is about who asks for a way into a pod, and about no object; see the webhook",
            "VDT-1030", OTHER_KINDS + ": roles and their bindings",
            "VDT-1031", "an API server has turned the version that was written into another one by then",
            "VDT-1032", OTHER_KINDS + ": Services, Ingresses and Gateways",
            "VDT-1033", OTHER_KINDS + ": configurations of webhooks",
            "VDT-1034", "it needs more than one object: what guards a Namespace are others in it",
            "VDT-1035", "it asks nothing unless a policy names runtime classes",
            "VDT-1050", "it compares what was admitted with what runs");

    private static final Map<String, String> IN_PART = Map.of(
            "VDT-1007", "paths of PersistentVolumes and StorageClasses",
            "VDT-1008", "paths of PersistentVolumes and StorageClasses",
            "VDT-1017", "claims of devices, which are objects of their own, and resources of plug-ins",
            "VDT-1020", "ServiceAccounts and Secrets with tokens, and for whom tokens are",
            "VDT-1021", "secrets in plain text: CEL cannot tell a random text from others",
            "VDT-1023", "volumes of PersistentVolumes",
            "VDT-6002", "tags of images that a policy wants pinned, and tags that have moved");

    private NotInCel() {}

    /** Why there is no policy for a rule, by the rule's id. */
    public static Map<String, String> rules() {
        return new TreeMap<>(WHOLLY);
    }

    /** What a rule's policy leaves out, by the rule's id. */
    public static Map<String, String> parts() {
        return new TreeMap<>(IN_PART);
    }
}
