package dev.vedette.sensor.cri;

import dev.vedette.sensor.cri.wire.task.GetRequest;
import dev.vedette.sensor.cri.wire.task.PauseTaskRequest;
import dev.vedette.sensor.cri.wire.task.Process;
import dev.vedette.sensor.cri.wire.task.ResumeTaskRequest;
import dev.vedette.sensor.cri.wire.task.TasksGrpc;
import dev.vedette.sensor.cri.wire.task.TasksGrpc.TasksBlockingStub;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;

/**
 * containerd's own view of a container as a task, for what CRI cannot do: to hold it and let it go on.
 *
 * <p>Thread-safe. Works in the namespace that Kubernetes uses, {@code k8s.io}. Failures as in {@link CriClient}.
 */
public final class ContainerdTasks implements Holding {
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private final RuntimeConnection connection;
    private final TasksBlockingStub tasks;
    private final Duration deadline;

    public ContainerdTasks(RuntimeConnection connection) {
        this(connection, Duration.ofSeconds(5));
    }

    /** @param deadline for every call */
    public ContainerdTasks(RuntimeConnection connection, Duration deadline) {
        this.connection = connection;
        this.deadline = deadline;
        Metadata headers = new Metadata();
        headers.put(NAMESPACE, "k8s.io");
        this.tasks = TasksGrpc.newBlockingStub(connection.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public String name() {
        return "containerd tasks";
    }

    /** Pausing a paused one fails. */
    @Override
    public void pause(String containerId) {
        connection.call(
                "Tasks/Pause",
                tasks,
                deadline,
                stub -> stub.pause(PauseTaskRequest.newBuilder()
                        .setContainerId(containerId)
                        .build()));
    }

    @Override
    public void resume(String containerId) {
        connection.call(
                "Tasks/Resume",
                tasks,
                deadline,
                stub -> stub.resume(ResumeTaskRequest.newBuilder()
                        .setContainerId(containerId)
                        .build()));
    }

    /** The state as containerd's shim knows it: one that is frozen without it counts as running. */
    @Override
    public State state(String containerId) {
        return switch (get(containerId).getStatus()) {
            case CREATED -> State.CREATED;
            case RUNNING -> State.RUNNING;
            case STOPPED -> State.STOPPED;
            case PAUSED -> State.PAUSED;
            case PAUSING -> State.PAUSING;
            case UNKNOWN, UNRECOGNIZED -> State.UNKNOWN;
        };
    }

    /** The first process in the initial pid namespace. */
    public int pid(String containerId) {
        return get(containerId).getPid();
    }

    private Process get(String containerId) {
        var request = GetRequest.newBuilder().setContainerId(containerId).build();
        return connection
                .call("Tasks/Get", tasks, deadline, stub -> stub.get(request))
                .getProcess();
    }
}
