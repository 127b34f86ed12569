package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.Severity;
import java.util.Map;

/**
 * API versions that Kubernetes has removed. Source: the deprecated API migration guide of kubernetes.io, with the releases
 * up to 1.32.
 */
public final class ApiVersions {
    /** By group and version, the release that serves it no more, where it is the same for all of its kinds. */
    private static final Map<String, String> REMOVED = Map.ofEntries(
            Map.entry("extensions/v1beta1", "1.22"),
            Map.entry("apps/v1beta1", "1.16"),
            Map.entry("apps/v1beta2", "1.16"),
            Map.entry("batch/v2alpha1", "1.21"),
            Map.entry("batch/v1beta1", "1.25"),
            Map.entry("networking.k8s.io/v1beta1", "1.22"),
            Map.entry("rbac.authorization.k8s.io/v1alpha1", "1.22"),
            Map.entry("rbac.authorization.k8s.io/v1beta1", "1.22"),
            Map.entry("admissionregistration.k8s.io/v1beta1", "1.22"),
            Map.entry("apiextensions.k8s.io/v1beta1", "1.22"),
            Map.entry("apiregistration.k8s.io/v1beta1", "1.22"),
            Map.entry("certificates.k8s.io/v1beta1", "1.22"),
            Map.entry("coordination.k8s.io/v1beta1", "1.22"),
            Map.entry("scheduling.k8s.io/v1beta1", "1.22"),
            Map.entry("authentication.k8s.io/v1beta1", "1.22"),
            Map.entry("authorization.k8s.io/v1beta1", "1.22"),
            Map.entry("discovery.k8s.io/v1beta1", "1.25"),
            Map.entry("events.k8s.io/v1beta1", "1.25"),
            Map.entry("policy/v1beta1", "1.25"),
            Map.entry("node.k8s.io/v1beta1", "1.25"),
            Map.entry("autoscaling/v2beta1", "1.25"),
            Map.entry("autoscaling/v2beta2", "1.26"),
            Map.entry("storage.k8s.io/v1beta1", "1.27"),
            Map.entry("flowcontrol.apiserver.k8s.io/v1beta1", "1.26"),
            Map.entry("flowcontrol.apiserver.k8s.io/v1beta2", "1.29"),
            Map.entry("flowcontrol.apiserver.k8s.io/v1beta3", "1.32"));

    /** Kinds that came into a group's beta again, or stayed in it, after others had left it. */
    private static final Map<String, String> SERVED_AGAIN = Map.of(
            "admissionregistration.k8s.io/v1beta1", "AdmissionPolicy",
            "certificates.k8s.io/v1beta1", "ClusterTrustBundle",
            "coordination.k8s.io/v1beta1", "LeaseCandidate",
            "networking.k8s.io/v1beta1", "IPAddress ServiceCIDR",
            "authentication.k8s.io/v1beta1", "SelfSubjectReview",
            "storage.k8s.io/v1beta1", "VolumeAttributesClass");

    private ApiVersions() {}

    public static boolean isRemoved(ContainerSetting version) {
        return REMOVED.containsKey(version.value()) && !isServedAgain(version.name(), version.value());
    }

    private static boolean isServedAgain(String kind, String version) {
        String again = SERVED_AGAIN.getOrDefault(version, "");
        return !again.isEmpty() && (kind.contains(again) || again.contains(kind));
    }

    /** A PodSecurityPolicy that nobody reads protects nobody, though its authors think so. */
    public static Severity severity(ContainerSetting version) {
        return version.name().equals("PodSecurityPolicy") ? Severity.MEDIUM : Severity.LOW;
    }

    public static String sentence(ContainerSetting version) {
        return "Kubernetes serves " + Words.shortened(version.name()) + " of " + version.value() + " no more since "
                + REMOVED.get(version.value())
                + (version.name().equals("PodSecurityPolicy") ? ": what it forbids is allowed there." : ".");
    }
}
