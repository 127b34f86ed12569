package dev.vedette.sensor.cri;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vedette.sensor.cri.wire.CheckpointContainerRequest;
import dev.vedette.sensor.cri.wire.ContainerEventResponse;
import dev.vedette.sensor.cri.wire.ContainerStatusRequest;
import dev.vedette.sensor.cri.wire.ExecSyncRequest;
import dev.vedette.sensor.cri.wire.GetEventsRequest;
import dev.vedette.sensor.cri.wire.ListContainersRequest;
import dev.vedette.sensor.cri.wire.ListPodSandboxRequest;
import dev.vedette.sensor.cri.wire.PodSandboxStatusRequest;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import dev.vedette.sensor.cri.wire.StatusRequest;
import dev.vedette.sensor.cri.wire.StopContainerRequest;
import dev.vedette.sensor.cri.wire.VersionRequest;
import dev.vedette.sensor.cri.wire.VersionResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the sensor asks of a container runtime, over CRI v1.
 *
 * <p>Thread-safe. Every call has a deadline and throws {@link ContainerRuntimeException} and nothing else when the runtime is absent,
 * does not answer, or answers what CRI does not allow.
 */
public final class CriClient implements ContainerRuntime {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final VersionRequest VERSION =
            VersionRequest.newBuilder().setVersion("v1").build();

    /** What containerd has kept for a subscriber it sends at once. */
    private static final Duration BACKLOG = Duration.ofSeconds(5);

    private static final Duration CHECKPOINT = Duration.ofSeconds(30);

    private final RuntimeConnection connection;
    private final RuntimeServiceBlockingStub runtime;
    private final CriMessages messages = new CriMessages();
    private final BundleSpec bundles = new BundleSpec(Path.of("/proc"));
    private final OldCri oldCri;
    private final Duration deadline;

    public CriClient(RuntimeEndpoint endpoint) {
        this(endpoint, DEADLINE);
    }

    /**
     * @param deadline for every call but those that wait for something to end
     */
    public CriClient(RuntimeEndpoint endpoint, Duration deadline) {
        this.connection = new RuntimeConnection(endpoint);
        this.runtime = RuntimeServiceGrpc.newBlockingStub(connection.channel());
        this.deadline = deadline;
        this.oldCri = new OldCri(connection, deadline);
    }

    @Override
    public RuntimeEndpoint endpoint() {
        return connection.endpoint();
    }

    /** The connection, for other services at the same socket. */
    public RuntimeConnection connection() {
        return connection;
    }

    @Override
    public RuntimeVersion version() {
        VersionResponse answer;
        try {
            answer = call("Version", stub -> stub.version(VERSION));
        } catch (ContainerRuntimeException e) {
            throw e.reason() == ContainerRuntimeException.Reason.UNSUPPORTED ? oldCri.explain(e) : e;
        }
        return new RuntimeVersion(answer.getRuntimeName(), answer.getRuntimeVersion(), answer.getRuntimeApiVersion());
    }

    /** Who answers to {@link #version()} in the language of before CRI v1 alone; empty if nobody does. */
    public Optional<RuntimeVersion> oldVersion() {
        return oldCri.version();
    }

    @Override
    public List<String> complaints() {
        return call("Status", stub -> stub.status(StatusRequest.getDefaultInstance()))
                .getStatus()
                .getConditionsList()
                .stream()
                .filter(condition -> !condition.getStatus())
                .map(condition -> condition.getType() + " is not given: " + condition.getMessage())
                .toList();
    }

    @Override
    public List<ContainerDetail> containers() {
        return call("ListContainers", stub -> stub.listContainers(ListContainersRequest.getDefaultInstance()))
                .getContainersList()
                .stream()
                .filter(container -> ContainerId.isValid(container.getId()))
                .map(messages::listed)
                .toList();
    }

    @Override
    public List<PodDetail> pods() {
        return call("ListPodSandbox", stub -> stub.listPodSandbox(ListPodSandboxRequest.getDefaultInstance()))
                .getItemsList()
                .stream()
                .filter(pod -> ContainerId.isValid(pod.getId()))
                .map(messages::listed)
                .toList();
    }

    @Override
    public Optional<ContainerDetail> container(String id) {
        var request = ContainerStatusRequest.newBuilder()
                .setContainerId(id)
                .setVerbose(true)
                .build();
        return ifKnown(id, () -> {
                    var answer = call("ContainerStatus", stub -> stub.containerStatus(request));
                    return readable("ContainerStatus", () -> messages.detailed(answer));
                })
                .filter(detail -> detail.id().equals(id))
                .map(this::withSpec);
    }

    @Override
    public Optional<PodDetail> pod(String sandboxId) {
        var request = PodSandboxStatusRequest.newBuilder()
                .setPodSandboxId(sandboxId)
                .setVerbose(true)
                .build();
        return ifKnown(sandboxId, () -> {
                    var answer = call("PodSandboxStatus", stub -> stub.podSandboxStatus(request));
                    return readable("PodSandboxStatus", () -> messages.detailed(answer));
                })
                .filter(pod -> pod.id().equals(sandboxId));
    }

    @Override
    public void stop(String containerId, Duration grace) {
        var request = StopContainerRequest.newBuilder()
                .setContainerId(containerId)
                .setTimeout(grace.toSeconds())
                .build();
        // the runtime answers only after the grace period and the kill
        connection.call(
                "StopContainer", runtime, deadline.plus(grace).plus(deadline), stub -> stub.stopContainer(request));
    }

    @Override
    public void checkpoint(String containerId, Path file) {
        var request = CheckpointContainerRequest.newBuilder()
                .setContainerId(containerId)
                .setLocation(file.toString())
                .setTimeout(CHECKPOINT.toSeconds())
                .build();
        connection.call(
                "CheckpointContainer", runtime, CHECKPOINT.plus(deadline), stub -> stub.checkpointContainer(request));
    }

    /** Runs a command in a container and waits for its end, at most for {@code limit} (whole seconds). */
    public ExecResult exec(String containerId, Duration limit, List<String> command) {
        var request = ExecSyncRequest.newBuilder()
                .setContainerId(containerId)
                .addAllCmd(command)
                .setTimeout(limit.toSeconds())
                .build();
        var answer = connection.call("ExecSync", runtime, limit.plus(deadline), stub -> stub.execSync(request));
        return new ExecResult(
                answer.getExitCode(),
                answer.getStdout().toStringUtf8(),
                answer.getStderr().toStringUtf8());
    }

    @Override
    public String stopping() {
        return "CRI StopContainer";
    }

    /** CRI has no such call; containerd's own task service, at the same socket, has. */
    @Override
    public Optional<Holding> holding(Duration patience) {
        return endpoint().kind().hasContainerdTasks()
                ? Optional.of(new ContainerdTasks(connection, patience))
                : Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>containerd 1.7 keeps up to a thousand old events for whoever comes first, and gives each event to one subscriber
     * only (pkg/cri/sbserver/container_events.go), so a process must not subscribe twice, and whoever needs to be sure
     * must list as well.
     */
    @Override
    public void events(Subscription subscription, Runnable onOpen, Consumer<ContainerEvent> onEvent) {
        // A call of its own below the subscription, so that leaving by an exception ends it at the runtime too.
        try (Context.CancellableContext call = Context.current().withCancellation();
                Subscription.Registration _ = subscription.onCancel(() -> call.cancel(null))) {
            call.run(() -> stream(subscription, onOpen, onEvent));
        } catch (StatusRuntimeException e) {
            if (!subscription.isCancelled()) {
                throw ContainerRuntimeException.of(endpoint(), "GetContainerEvents", deadline, e);
            }
        } catch (ContainerRuntimeException e) {
            if (!subscription.isCancelled()) {
                throw e;
            }
        }
    }

    private void stream(Subscription subscription, Runnable onOpen, Consumer<ContainerEvent> onEvent) {
        version();
        long openedEpoch = epochNanos();
        long opened = System.nanoTime();
        Iterator<ContainerEventResponse> events = runtime.getContainerEvents(GetEventsRequest.getDefaultInstance());
        version();
        onOpen.run();
        boolean any = false;
        while (events.hasNext()) {
            any = true;
            ContainerEvent event = CriMessages.event(events.next());
            // Only what comes at once may be a leftover: later on, a time of before means that the clock was set back.
            boolean leftover = event.epochNanos() > 0
                    && event.epochNanos() < openedEpoch
                    && System.nanoTime() - opened < BACKLOG.toNanos();
            if (!leftover && ContainerId.isValid(event.containerId())) {
                onEvent.accept(event);
            }
        }
        if (!any && !subscription.isCancelled()) {
            // CRI-O ends the stream in good order unless enable_pod_events is set (server/container_events.go there)
            throw new ContainerRuntimeException(
                    ContainerRuntimeException.Reason.UNSUPPORTED,
                    endpoint() + " sends no events; with CRI-O, set enable_pod_events = true in crio.conf.");
        }
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private <T> T call(String name, Function<RuntimeServiceBlockingStub, T> call) {
        return connection.call(name, runtime, deadline, call);
    }

    private interface Reading<T> {
        T read() throws JsonProcessingException;
    }

    private <T> T readable(String call, Reading<T> reading) {
        try {
            return reading.read();
        } catch (JsonProcessingException e) {
            throw ContainerRuntimeException.garbage(endpoint(), call, e);
        }
    }

    /** cri-dockerd tells the first process but no specification. */
    private ContainerDetail withSpec(ContainerDetail detail) {
        return detail.spec().isPresent()
                ? detail
                : bundles.of(detail.id(), detail.pid()).map(detail::withSpec).orElse(detail);
    }

    /**
     * An answer to a question that is none of CRI's ids is not waited for. Runtimes also take beginnings of ids and, below
     * cri-dockerd, names: whoever asks compares what comes back.
     */
    private static <T> Optional<T> ifKnown(String id, Supplier<T> question) {
        try {
            return ContainerId.isValid(id) ? Optional.of(question.get()) : Optional.empty();
        } catch (ContainerRuntimeException e) {
            if (e.reason() == ContainerRuntimeException.Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
