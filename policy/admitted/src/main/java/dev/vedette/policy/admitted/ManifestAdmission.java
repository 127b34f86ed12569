package dev.vedette.policy.admitted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.NamespaceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pod's manifest allows its containers at most. Fields and what a container inherits: k8s.io/api core/v1. What has
 * another type than it should reads as absent: the API server has checked it, or refuses it afterwards.
 */
public final class ManifestAdmission {
    private static final List<String> ROLES = List.of("initContainers", "containers", "ephemeralContainers");
    /** From before Kubernetes 1.30, with the container's name behind it. */
    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

    /** Volumes that the kubelet makes below the pod's own folder, whose mounts are no pieces of the node. */
    private static final Set<String> KUBELETS_OWN =
            Set.of("emptyDir", "configMap", "secret", "projected", "downwardAPI");

    private ManifestAdmission() {}

    /**
     * Reads a pod.
     *
     * @param namespace of the request; a manifest may leave it out
     */
    public static AdmittedPod of(JsonNode pod, String namespace, long atEpochMillis) {
        JsonNode metadata = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        Map<String, String> places = places(spec);
        List<AdmittedContainer> containers = new ArrayList<>();
        for (String role : ROLES) {
            spec.path(role).forEach(node -> containers.add(container(pod, node, places)));
        }
        return new AdmittedPod(
                atEpochMillis,
                metadata.path("uid").asText(""),
                namespace,
                metadata.path("name").asText(""),
                metadata.path("generateName").asText(""),
                SpecDigest.of(spec),
                containers);
    }

    private static AdmittedContainer container(JsonNode pod, JsonNode node, Map<String, String> places) {
        JsonNode spec = pod.path("spec");
        JsonNode shared = spec.path("securityContext");
        JsonNode own = node.path("securityContext");
        boolean privileged = own.path("privileged").asBoolean(false);
        CapabilitySet changed = CapabilitySet.RUNTIME_DEFAULT.changed(
                texts(own.path("capabilities").path("add")),
                texts(own.path("capabilities").path("drop")));
        return new AdmittedContainer(
                node.path("name").asText(""),
                node.path("image").asText(""),
                privileged,
                hostNamespaces(spec),
                privileged ? CapabilitySet.ALL : changed,
                privileged ? 0 : seccomp(inherited(own, shared, "seccompProfile")),
                profile(pod, node, inherited(own, shared, "appArmorProfile")),
                isFalse(own.path("allowPrivilegeEscalation")),
                own.path("readOnlyRootFilesystem").asBoolean(false),
                inherited(own, shared, "runAsUser").asLong(-1),
                inherited(own, shared, "runAsNonRoot").asBoolean(false),
                !privileged && !own.path("procMount").asText("").equals("Unmasked"),
                mounts(node, places),
                claimsDevices(node));
    }

    private static JsonNode inherited(JsonNode own, JsonNode shared, String field) {
        return own.hasNonNull(field) ? own.path(field) : shared.path(field);
    }

    /**
     * What the pod shares with its node. Control groups are none of its business: whether a container has a namespace of
     * them is decided by the node's hierarchy. With the network comes the host's name (containerd,
     * internal/cri/server/podsandbox/sandbox_run_linux.go; CRI-O, server/sandbox_run_linux.go).
     */
    private static Set<NamespaceKind> hostNamespaces(JsonNode spec) {
        Set<NamespaceKind> shared = EnumSet.of(NamespaceKind.CGROUP);
        if (!isFalse(spec.path("hostUsers"))) {
            shared.add(NamespaceKind.USER);
        }
        if (spec.path("hostPID").asBoolean(false)) {
            shared.add(NamespaceKind.PID);
        }
        if (spec.path("hostIPC").asBoolean(false)) {
            shared.add(NamespaceKind.IPC);
        }
        if (spec.path("hostNetwork").asBoolean(false)) {
            shared.add(NamespaceKind.NETWORK);
            shared.add(NamespaceKind.UTS);
        }
        return shared;
    }

    private static int seccomp(JsonNode profile) {
        return switch (profile.path("type").asText("")) {
            case "Unconfined" -> 0;
            case "RuntimeDefault", "Localhost" -> 2;
            default -> -1;
        };
    }

    private static String profile(JsonNode pod, JsonNode node, JsonNode field) {
        String annotation = pod.path("metadata")
                .path("annotations")
                .path(APPARMOR + node.path("name").asText(""))
                .asText("");
        return switch (field.path("type").asText("")) {
            case "Unconfined" -> "unconfined";
            case "RuntimeDefault" -> "runtime/default";
            case "Localhost" -> "localhost/" + field.path("localhostProfile").asText("");
            default -> annotation;
        };
    }

    /** By volume, where on the node it lies: "" where the manifest leaves that open. */
    private static Map<String, String> places(JsonNode spec) {
        Map<String, String> places = new HashMap<>();
        for (JsonNode volume : spec.path("volumes")) {
            String path = volume.path("hostPath").path("path").asText("");
            if (!path.isEmpty() || KUBELETS_OWN.stream().noneMatch(volume::hasNonNull)) {
                places.put(volume.path("name").asText(""), path);
            }
        }
        return places;
    }

    private static List<HostMount> mounts(JsonNode container, Map<String, String> places) {
        List<HostMount> mounts = new ArrayList<>();
        for (JsonNode mount : container.path("volumeMounts")) {
            String declared = places.get(mount.path("name").asText(""));
            if (declared != null) {
                mounts.add(new HostMount(
                        declared.isEmpty() ? "" : HostPath.resolve(declared),
                        declared,
                        HostPath.resolve(mount.path("mountPath").asText("")),
                        mount.path("readOnly").asBoolean(false),
                        mount.path("mountPropagation").asText("").equals("Bidirectional")));
            }
        }
        return mounts;
    }

    /** Resources of plug-ins have a domain in their name, those of Kubernetes itself have none. */
    private static boolean claimsDevices(JsonNode container) {
        JsonNode resources = container.path("resources");
        if (!resources.path("claims").isEmpty()
                || !container.path("volumeDevices").isEmpty()) {
            return true;
        }
        for (String part : List.of("limits", "requests")) {
            for (var field : resources.path(part).properties()) {
                if (field.getKey().indexOf('/') >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFalse(JsonNode flag) {
        return flag.isBoolean() && !flag.booleanValue();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText("")));
        return texts;
    }
}
