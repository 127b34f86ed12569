package dev.vedette.policy.manifest.report;

import dev.vedette.policy.model.Place;
import java.util.Comparator;
import java.util.Set;

/**
 * Which report an object belongs to.
 *
 * @param ofCluster whether its kind has no namespace
 * @param namespace "" where it has none, or leaves it to whoever applies it
 */
record PolicyReportScope(boolean ofCluster, String namespace) implements Comparable<PolicyReportScope> {
    /** What is about files, not objects. */
    static final PolicyReportScope OF_NO_OBJECT = new PolicyReportScope(false, "");

    /** Kinds without a namespace, of those that can be meant to be judged (kubectl api-resources --namespaced=false). */
    private static final Set<String> OF_CLUSTER = Set.of(
            "APIService",
            "CSIDriver",
            "CertificateSigningRequest",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "DeviceClass",
            "IngressClass",
            "MutatingAdmissionPolicy",
            "MutatingWebhookConfiguration",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PriorityClass",
            "ResourceSlice",
            "RuntimeClass",
            "StorageClass",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
            "VolumeAttachment");

    static PolicyReportScope of(Place object) {
        return OF_CLUSTER.contains(object.kind())
                ? new PolicyReportScope(true, "")
                : new PolicyReportScope(false, object.namespace());
    }

    String kind() {
        return ofCluster ? "ClusterPolicyReport" : "PolicyReport";
    }

    @Override
    public int compareTo(PolicyReportScope other) {
        return Comparator.comparing(PolicyReportScope::ofCluster)
                .reversed()
                .thenComparing(PolicyReportScope::namespace)
                .compare(this, other);
    }
}
