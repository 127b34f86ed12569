package dev.vedette.sensor.demo.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that the kubelet gives to pods and containers (pkg/kubelet/types/labels.go in Kubernetes). */
final class KubeletLabels {
    private KubeletLabels() {}

    static Map<String, String> ofPod(String namespace, String name, String uid) {
        return Map.of(
                "io.kubernetes.pod.namespace", namespace,
                "io.kubernetes.pod.name", name,
                "io.kubernetes.pod.uid", uid);
    }

    static Map<String, String> ofContainer(String namespace, String pod, String uid, String container) {
        Map<String, String> labels = new LinkedHashMap<>(ofPod(namespace, pod, uid));
        labels.put("io.kubernetes.container.name", container);
        return labels;
    }
}
