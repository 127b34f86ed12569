package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.wire.LinuxPodSandboxConfig;
import dev.vedette.sensor.cri.wire.LinuxSandboxSecurityContext;
import dev.vedette.sensor.cri.wire.NamespaceMode;
import dev.vedette.sensor.cri.wire.NamespaceOption;
import dev.vedette.sensor.cri.wire.PodSandboxConfig;
import dev.vedette.sensor.cri.wire.PodSandboxMetadata;
import dev.vedette.sensor.cri.wire.RunPodSandboxRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A pod to be: without further words it shares nothing with the node. */
public final class PodRequest {
    private final Pods pods;
    private final String namespace;
    private final String name;
    private final String uid = UUID.randomUUID().toString();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final NamespaceOption.Builder namespaces =
            NamespaceOption.newBuilder().setPid(NamespaceMode.CONTAINER);
    private final Map<String, String> sysctls = new LinkedHashMap<>();
    private boolean privileged;

    PodRequest(Pods pods, String namespace, String name) {
        this.pods = pods;
        this.namespace = namespace;
        this.name = name;
    }

    public PodRequest label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public PodRequest annotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public PodRequest hostNetwork() {
        namespaces.setNetwork(NamespaceMode.NODE);
        return this;
    }

    public PodRequest hostPid() {
        namespaces.setPid(NamespaceMode.NODE);
        return this;
    }

    public PodRequest hostIpc() {
        namespaces.setIpc(NamespaceMode.NODE);
        return this;
    }

    /** As one of {@code securityContext.sysctls}. */
    public PodRequest sysctl(String name, String value) {
        sysctls.put(name, value);
        return this;
    }

    /** As {@code shareProcessNamespace: true}: the pod's containers see each other's processes. */
    public PodRequest sharedProcesses() {
        namespaces.setPid(NamespaceMode.POD);
        return this;
    }

    /** Must be said of a pod that is to hold a privileged container. */
    public PodRequest privileged() {
        privileged = true;
        return this;
    }

    /** Makes the pod; it has no container yet. */
    public RunningPod run() {
        PodSandboxConfig config = config();
        String id = pods.stub()
                .runPodSandbox(
                        RunPodSandboxRequest.newBuilder().setConfig(config).build())
                .getPodSandboxId();
        return new RunningPod(pods, id, config);
    }

    private PodSandboxConfig config() {
        var security = LinuxSandboxSecurityContext.newBuilder()
                .setNamespaceOptions(namespaces)
                .setPrivileged(privileged);
        var linux = LinuxPodSandboxConfig.newBuilder()
                .setCgroupParent(pods.cgroupParentOf(uid))
                .putAllSysctls(sysctls)
                .setSecurityContext(security);
        var config = PodSandboxConfig.newBuilder()
                .setMetadata(PodSandboxMetadata.newBuilder()
                        .setName(name)
                        .setNamespace(namespace)
                        .setUid(uid))
                .setLogDirectory(
                        pods.logs().resolve(namespace + "_" + name + "_" + uid).toString())
                .putAllLabels(labels)
                .putAllLabels(KubeletLabels.ofPod(namespace, name, uid))
                .putAllAnnotations(annotations)
                .setLinux(linux);
        if (namespaces.getNetwork() != NamespaceMode.NODE) {
            config.setHostname(name);
        }
        return config.build();
    }
}
