package dev.vedette.sensor.spoken;

import dev.vedette.sensor.cri.wire.Container;
import dev.vedette.sensor.cri.wire.ContainerEventResponse;
import dev.vedette.sensor.cri.wire.ContainerEventType;
import dev.vedette.sensor.cri.wire.ContainerMetadata;
import dev.vedette.sensor.cri.wire.ContainerState;
import dev.vedette.sensor.cri.wire.ContainerStatus;
import dev.vedette.sensor.cri.wire.ContainerStatusRequest;
import dev.vedette.sensor.cri.wire.ContainerStatusResponse;
import dev.vedette.sensor.cri.wire.GetEventsRequest;
import dev.vedette.sensor.cri.wire.ImageSpec;
import dev.vedette.sensor.cri.wire.ListContainersRequest;
import dev.vedette.sensor.cri.wire.ListContainersResponse;
import dev.vedette.sensor.cri.wire.ListPodSandboxRequest;
import dev.vedette.sensor.cri.wire.ListPodSandboxResponse;
import dev.vedette.sensor.cri.wire.PodSandbox;
import dev.vedette.sensor.cri.wire.PodSandboxMetadata;
import dev.vedette.sensor.cri.wire.PodSandboxState;
import dev.vedette.sensor.cri.wire.PodSandboxStatus;
import dev.vedette.sensor.cri.wire.PodSandboxStatusRequest;
import dev.vedette.sensor.cri.wire.PodSandboxStatusResponse;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc;
import dev.vedette.sensor.cri.wire.VersionRequest;
import dev.vedette.sensor.cri.wire.VersionResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** CRI v1 in a dialect, of pods and containers that a test makes up. Thread-safe. */
public final class SpokenCri extends RuntimeServiceGrpc.RuntimeServiceImplBase {
    private final Dialect dialect;
    private final Map<String, SpokenContainer> containers = new ConcurrentHashMap<>();
    private final Map<String, String> pods = new ConcurrentHashMap<>();
    private final List<StreamObserver<ContainerEventResponse>> subscribers = new CopyOnWriteArrayList<>();
    private final AtomicInteger listed = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    public SpokenCri(Dialect dialect) {
        this.dialect = dialect;
    }

    /** From now on there is such a pod. */
    public void pod(String id, String name) {
        pods.put(id, name);
    }

    /** From now on there is such a container. */
    public void container(SpokenContainer container) {
        containers.put(container.id(), container);
    }

    public void remove(String id) {
        containers.remove(id);
    }

    /** How often its containers were listed. */
    public int listed() {
        return listed.get();
    }

    /** How often it was asked for one container. */
    public int asked() {
        return asked.get();
    }

    /** How many listen to its events now. */
    public int subscribers() {
        return subscribers.size();
    }

    /** Tells everybody who listens. */
    public void send(ContainerEventType type, SpokenContainer container, long epochNanos) {
        ContainerEventResponse event = ContainerEventResponse.newBuilder()
                .setContainerId(container.id())
                .setContainerEventType(type)
                .setCreatedAt(epochNanos)
                .setPodSandboxStatus(PodSandboxStatus.newBuilder().setId(container.podId()))
                .build();
        subscribers.forEach(subscriber -> subscriber.onNext(event));
    }

    @Override
    public void version(VersionRequest request, StreamObserver<VersionResponse> answer) {
        answer(
                answer,
                VersionResponse.newBuilder()
                        .setVersion("0.1.0")
                        .setRuntimeName(dialect.name())
                        .setRuntimeVersion(dialect.version())
                        .setRuntimeApiVersion("v1")
                        .build());
    }

    @Override
    public void listContainers(ListContainersRequest request, StreamObserver<ListContainersResponse> answer) {
        listed.incrementAndGet();
        ListContainersResponse.Builder list = ListContainersResponse.newBuilder();
        containers
                .values()
                .forEach(container -> list.addContainers(Container.newBuilder()
                        .setId(container.id())
                        .setPodSandboxId(container.podId())
                        .setMetadata(ContainerMetadata.newBuilder().setName(container.name()))
                        .setImage(ImageSpec.newBuilder().setImage("localhost/shop:1"))
                        .setState(ContainerState.CONTAINER_RUNNING)));
        answer(answer, list.build());
    }

    @Override
    public void listPodSandbox(ListPodSandboxRequest request, StreamObserver<ListPodSandboxResponse> answer) {
        ListPodSandboxResponse.Builder list = ListPodSandboxResponse.newBuilder();
        pods.forEach((id, name) -> list.addItems(
                PodSandbox.newBuilder().setId(id).setMetadata(metadata(name)).setState(PodSandboxState.SANDBOX_READY)));
        answer(answer, list.build());
    }

    /** As both CRI-O (GetContainerFromShortID) and Docker do, the beginning of an id is as good as the whole. */
    @Override
    public void containerStatus(ContainerStatusRequest request, StreamObserver<ContainerStatusResponse> answer) {
        asked.incrementAndGet();
        Optional<SpokenContainer> found = containers.values().stream()
                .filter(container -> container.id().startsWith(request.getContainerId()))
                .findFirst();
        if (found.isEmpty()) {
            answer.onError(missing(request.getContainerId()).asException());
            return;
        }
        SpokenContainer container = found.get();
        answer(
                answer,
                ContainerStatusResponse.newBuilder()
                        .setStatus(ContainerStatus.newBuilder()
                                .setId(container.id())
                                .setMetadata(ContainerMetadata.newBuilder().setName(container.name()))
                                .setImage(ImageSpec.newBuilder().setImage("localhost/shop:1"))
                                .setImageRef(imageRef())
                                .setState(ContainerState.CONTAINER_RUNNING)
                                .setCreatedAt(1_700_000_000_000_000_000L))
                        .putInfo("info", info(container))
                        .build());
    }

    /** cri-dockerd's convert.go (toPullableImageID) puts a scheme before what the others say plainly. */
    private String imageRef() {
        String plain = "localhost/shop@sha256:" + "7".repeat(64);
        return dialect.name().equals("docker") ? "docker-pullable://" + plain : plain;
    }

    private String info(SpokenContainer container) {
        String known = "\"sandboxID\": \"%s\", \"pid\": %d".formatted(container.podId(), container.pid());
        return dialect.specification()
                ? "{%s, \"runtimeSpec\": {\"linux\": {\"seccomp\": {}}}, \"privileged\": false}".formatted(known)
                : "{%s}".formatted(known);
    }

    @Override
    public void podSandboxStatus(PodSandboxStatusRequest request, StreamObserver<PodSandboxStatusResponse> answer) {
        String name = pods.get(request.getPodSandboxId());
        if (name == null) {
            answer.onError(missing(request.getPodSandboxId()).asException());
            return;
        }
        answer(
                answer,
                PodSandboxStatusResponse.newBuilder()
                        .setStatus(PodSandboxStatus.newBuilder()
                                .setId(request.getPodSandboxId())
                                .setMetadata(metadata(name))
                                .setState(PodSandboxState.SANDBOX_READY))
                        .build());
    }

    private Status missing(String id) {
        return switch (dialect.missing()) {
            case NOT_FOUND -> Status.NOT_FOUND.withDescription("could not find container \"" + id + "\"");
            case DOCKERS_WORDS ->
                Status.UNKNOWN.withDescription("Error response from daemon: No such container: " + id);
        };
    }

    @Override
    public void getContainerEvents(GetEventsRequest request, StreamObserver<ContainerEventResponse> answer) {
        switch (dialect.events()) {
            case SENT -> subscribers.add(answer);
            case UNKNOWN_CALL -> super.getContainerEvents(request, answer);
            case ENDS_AT_ONCE -> answer.onCompleted();
        }
    }

    private static PodSandboxMetadata metadata(String name) {
        return PodSandboxMetadata.newBuilder()
                .setName(name)
                .setNamespace("shop")
                .setUid("uid-of-" + name)
                .build();
    }

    private static <T> void answer(StreamObserver<T> observer, T answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }
}
