package dev.vedette.sensor.kubernetes;

import dev.vedette.policy.model.Container.Role;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/** What a pod's own object says. */
final class PodReading {
    /**
     * The kubelet's own number of a static pod, on the mirror pod that it shows to the API server. Runtimes know the pod by
     * it, and not by the mirror's uid (pkg/kubelet/types/pod_update.go, ConfigMirrorAnnotationKey; pkg/kubelet/pod).
     */
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private PodReading() {}

    /** The uid by which the node's runtime knows the pod. */
    static String uidOnNode(Pod pod) {
        return mirrored(pod).isEmpty() ? pod.getMetadata().getUid() : mirrored(pod);
    }

    static boolean isStatic(Pod pod) {
        return !mirrored(pod).isEmpty();
    }

    private static String mirrored(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(MIRROR, "");
    }

    /** A static pod is called by its file's name and the node's (pkg/kubelet/config/common.go, generatePodName). */
    static String staticName(Pod pod) {
        String name = pod.getMetadata().getName();
        String tail = "-" + pod.getSpec().getNodeName();
        return name.endsWith(tail) ? name.substring(0, name.length() - tail.length()) : name;
    }

    static Map<String, Role> roles(Pod pod) {
        Map<String, Role> roles = new HashMap<>();
        pod.getSpec().getContainers().forEach(container -> roles.put(container.getName(), Role.REGULAR));
        pod.getSpec().getInitContainers().forEach(container -> roles.put(container.getName(), ofInit(container)));
        pod.getSpec().getEphemeralContainers().forEach(container -> roles.put(container.getName(), Role.EPHEMERAL));
        return roles;
    }

    /** KEP-753: an init container that is restarted always is a sidecar. */
    private static Role ofInit(Container container) {
        return "Always".equals(container.getRestartPolicy()) ? Role.SIDECAR : Role.INIT;
    }
}
