package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.wire.PodSandboxConfig;

/** A pod that runs. */
public final class RunningPod implements AutoCloseable {
    private final Pods pods;
    private final String id;
    private final PodSandboxConfig config;

    RunningPod(Pods pods, String id, PodSandboxConfig config) {
        this.pods = pods;
        this.id = id;
        this.config = config;
    }

    /** The sandbox's id in the runtime. */
    public String id() {
        return id;
    }

    public String uid() {
        return config.getMetadata().getUid();
    }

    /** Begins a container in it. */
    public ContainerRequest container(String name) {
        return new ContainerRequest(pods, this, name);
    }

    PodSandboxConfig config() {
        return config;
    }

    /** Stops and removes the pod with its containers. */
    @Override
    public void close() {
        pods.remove(id);
        Leftovers.removeCgroup(config.getLinux().getCgroupParent());
    }
}
