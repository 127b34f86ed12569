package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.ExecResult;
import dev.vedette.sensor.cri.wire.RemoveContainerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A container that was made; it may have ended meanwhile. */
public final class RunningContainer {
    private static final Duration EXEC_LIMIT = Duration.ofMinutes(2);

    private final Pods pods;
    private final RunningPod pod;
    private final String id;
    private final String name;

    RunningContainer(Pods pods, RunningPod pod, String id, String name) {
        this.pods = pods;
        this.pod = pod;
        this.id = id;
        this.name = name;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public RunningPod pod() {
        return pod;
    }

    /** Starts a container that was only created. */
    public void start() {
        var unused = pods.stub().startContainer(ContainerRequest.startRequest(id));
    }

    /** Runs a command in it and waits for its end, at most two minutes. */
    public ExecResult exec(String... command) {
        return pods.client().exec(id, EXEC_LIMIT, List.of(command));
    }

    public ContainerDetail detail() {
        return pods.client()
                .container(id)
                .orElseThrow(() -> new IllegalStateException("Container " + name + " was removed."));
    }

    /** The first process in the initial pid namespace. */
    public long pid() {
        return detail().pid().orElseThrow(() -> new IllegalStateException("Container " + name + " does not run."));
    }

    public boolean running() {
        return detail().state() == ContainerState.RUNNING;
    }

    /** What it has printed so far; each line has the time and stream before it, as CRI logs have. */
    public String log() throws IOException {
        Path file = Path.of(pod.config().getLogDirectory()).resolve(name + "_0.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Kills it at once. */
    public void stop() {
        pods.client().stop(id, Duration.ZERO);
    }

    public void remove() {
        var unused = pods.stub()
                .removeContainer(
                        RemoveContainerRequest.newBuilder().setContainerId(id).build());
    }
}
