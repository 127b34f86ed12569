package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.wire.Capability;
import dev.vedette.sensor.cri.wire.ContainerConfig;
import dev.vedette.sensor.cri.wire.ContainerMetadata;
import dev.vedette.sensor.cri.wire.CreateContainerRequest;
import dev.vedette.sensor.cri.wire.Device;
import dev.vedette.sensor.cri.wire.ImageSpec;
import dev.vedette.sensor.cri.wire.Int64Value;
import dev.vedette.sensor.cri.wire.KeyValue;
import dev.vedette.sensor.cri.wire.LinuxContainerConfig;
import dev.vedette.sensor.cri.wire.LinuxContainerSecurityContext;
import dev.vedette.sensor.cri.wire.Mount;
import dev.vedette.sensor.cri.wire.MountPropagation;
import dev.vedette.sensor.cri.wire.NamespaceMode;
import dev.vedette.sensor.cri.wire.SecurityProfile;
import dev.vedette.sensor.cri.wire.StartContainerRequest;
import java.nio.file.Path;
import java.util.List;

/** A container to be: without further words as a pod that says nothing about security gets it from the kubelet. */
public final class ContainerRequest {
    /** What the kubelet has masked unless procMount is Unmasked (pkg/securitycontext/util.go in Kubernetes). */
    private static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final Pods pods;
    private final RunningPod pod;
    private final String name;
    private final ContainerConfig.Builder config = ContainerConfig.newBuilder();
    private final Capability.Builder capabilities = Capability.newBuilder();
    private final LinuxContainerSecurityContext.Builder security;
    private String image = ImageBuilder.REFERENCE;

    ContainerRequest(Pods pods, RunningPod pod, String name) {
        this.pods = pods;
        this.pod = pod;
        this.name = name;
        this.security = LinuxContainerSecurityContext.newBuilder()
                .setNamespaceOptions(
                        pod.config().getLinux().getSecurityContext().getNamespaceOptions())
                .addAllMaskedPaths(MASKED)
                .addAllReadonlyPaths(READ_ONLY)
                .setSeccomp(SecurityProfile.newBuilder().setProfileType(SecurityProfile.ProfileType.Unconfined));
    }

    public ContainerRequest image(String reference) {
        image = reference;
        return this;
    }

    public ContainerRequest command(String... command) {
        config.clearCommand().addAllCommand(List.of(command));
        return this;
    }

    public ContainerRequest environment(String key, String value) {
        config.addEnvs(KeyValue.newBuilder().setKey(key).setValue(value));
        return this;
    }

    /** The pod must have been said to be privileged as well. */
    public ContainerRequest privileged() {
        security.setPrivileged(true);
        return this;
    }

    /** Without the prefix {@code CAP_}, as in manifests. */
    public ContainerRequest addCapability(String capability) {
        capabilities.addAddCapabilities(capability);
        return this;
    }

    public ContainerRequest dropCapability(String capability) {
        capabilities.addDropCapabilities(capability);
        return this;
    }

    public ContainerRequest mount(Path host, String container, boolean readOnly) {
        config.addMounts(Mount.newBuilder()
                .setHostPath(host.toString())
                .setContainerPath(container)
                .setReadonly(readOnly));
        return this;
    }

    /** A mount whose new mounts below reach the node too. */
    public ContainerRequest mountBothWays(Path host, String container) {
        config.addMounts(Mount.newBuilder()
                .setHostPath(host.toString())
                .setContainerPath(container)
                .setPropagation(MountPropagation.PROPAGATION_BIDIRECTIONAL));
        return this;
    }

    /** A device of the node at the same path, with permissions such as {@code rw}. */
    public ContainerRequest device(Path host, String permissions) {
        config.addDevices(Device.newBuilder()
                .setHostPath(host.toString())
                .setContainerPath(host.toString())
                .setPermissions(permissions));
        return this;
    }

    public ContainerRequest runAs(long uid) {
        security.setRunAsUser(Int64Value.newBuilder().setValue(uid));
        return this;
    }

    public ContainerRequest noNewPrivileges() {
        security.setNoNewPrivs(true);
        return this;
    }

    public ContainerRequest readOnlyRoot() {
        security.setReadonlyRootfs(true);
        return this;
    }

    /** In another container's pid namespace, as an ephemeral container with {@code targetContainerName}. */
    public ContainerRequest amongProcessesOf(RunningContainer target) {
        security.getNamespaceOptionsBuilder().setPid(NamespaceMode.TARGET).setTargetId(target.id());
        return this;
    }

    /** As {@code procMount: Unmasked}. */
    public ContainerRequest unmaskedProc() {
        security.clearMaskedPaths().clearReadonlyPaths();
        return this;
    }

    /** As {@code seccompProfile: RuntimeDefault}. */
    public ContainerRequest runtimeSeccomp() {
        security.setSeccomp(SecurityProfile.newBuilder().setProfileType(SecurityProfile.ProfileType.RuntimeDefault));
        return this;
    }

    /** Makes the container without starting it. */
    public RunningContainer create() {
        var metadata = pod.config().getMetadata();
        security.setCapabilities(capabilities);
        config.setMetadata(ContainerMetadata.newBuilder().setName(name))
                .setImage(ImageSpec.newBuilder().setImage(image).setUserSpecifiedImage(image))
                .putAllLabels(
                        KubeletLabels.ofContainer(metadata.getNamespace(), metadata.getName(), metadata.getUid(), name))
                .setLogPath(name + "_0.log")
                .setLinux(LinuxContainerConfig.newBuilder().setSecurityContext(security));
        var request = CreateContainerRequest.newBuilder()
                .setPodSandboxId(pod.id())
                .setConfig(config)
                .setSandboxConfig(pod.config())
                .build();
        String id = pods.stub().createContainer(request).getContainerId();
        return new RunningContainer(pods, pod, id, name);
    }

    /** Makes and starts the container. */
    public RunningContainer run() {
        RunningContainer container = create();
        container.start();
        return container;
    }

    static StartContainerRequest startRequest(String id) {
        return StartContainerRequest.newBuilder().setContainerId(id).build();
    }
}
