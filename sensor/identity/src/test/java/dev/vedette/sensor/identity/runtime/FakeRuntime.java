package dev.vedette.sensor.identity.runtime;

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
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A CRI server on a unix socket that a test can stop, start again, and let forget its event stream. */
final class FakeRuntime {
    static final String SPEC = """
            {"pid": 0, "sandboxID": "%s", "runtimeSpec": {
              "process": {"user": {"uid": 1000}, "noNewPrivileges": true, "capabilities":
                {"bounding": ["CAP_CHOWN", "CAP_NET_ADMIN"], "permitted": ["CAP_CHOWN"]}},
              "root": {"readonly": true},
              "mounts": [
                {"destination": "/host/run", "type": "bind", "source": "/var/run/../run/x", "options": ["rbind", "ro", "rshared"]},
                {"destination": "/etc/hosts", "type": "bind", "source": "/var/lib/kubelet/pods/11111111-2222-3333-4444-555555555555/etc-hosts", "options": ["rbind"]},
                {"destination": "/proc", "type": "proc", "source": "proc"}],
              "linux": {"seccomp": {}, "namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}]}}}
            """;

    private final Path socket;
    private final Map<String, String> podOfContainer = new ConcurrentHashMap<>();
    private final Map<String, String> pods = new ConcurrentHashMap<>();
    private final List<StreamObserver<ContainerEventResponse>> streams = new CopyOnWriteArrayList<>();
    private Server server;
    private EventLoopGroup loop;

    FakeRuntime(Path socket) {
        this.socket = socket;
    }

    void start() throws IOException {
        Files.deleteIfExists(socket);
        loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(new Service())
                .build()
                .start();
    }

    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        streams.clear();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    }

    void pod(String id, String name) {
        pods.put(id, name);
    }

    void container(String id, String podId) {
        podOfContainer.put(id, podId);
    }

    void remove(String id) {
        podOfContainer.remove(id);
        pods.remove(id);
    }

    int subscribers() {
        return streams.size();
    }

    void send(ContainerEventType type, String id, String podId) {
        ContainerEventResponse event = ContainerEventResponse.newBuilder()
                .setContainerEventType(type)
                .setContainerId(id)
                .setPodSandboxStatus(PodSandboxStatus.newBuilder().setId(podId))
                .build();
        streams.forEach(stream -> stream.onNext(event));
    }

    private final class Service extends RuntimeServiceGrpc.RuntimeServiceImplBase {
        @Override
        public void version(VersionRequest request, StreamObserver<VersionResponse> to) {
            answer(to, VersionResponse.newBuilder().setRuntimeName("fake").build());
        }

        @Override
        public void listContainers(ListContainersRequest request, StreamObserver<ListContainersResponse> to) {
            var list = ListContainersResponse.newBuilder();
            podOfContainer.forEach((id, pod) -> list.addContainers(
                    Container.newBuilder().setId(id).setPodSandboxId(pod).setState(ContainerState.CONTAINER_RUNNING)));
            answer(to, list.build());
        }

        @Override
        public void listPodSandbox(ListPodSandboxRequest request, StreamObserver<ListPodSandboxResponse> to) {
            var list = ListPodSandboxResponse.newBuilder();
            pods.keySet()
                    .forEach(id ->
                            list.addItems(PodSandbox.newBuilder().setId(id).setState(PodSandboxState.SANDBOX_READY)));
            answer(to, list.build());
        }

        @Override
        public void containerStatus(ContainerStatusRequest request, StreamObserver<ContainerStatusResponse> to) {
            String pod = podOfContainer.get(request.getContainerId());
            if (pod == null) {
                to.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            answer(
                    to,
                    ContainerStatusResponse.newBuilder()
                            .setStatus(ContainerStatus.newBuilder()
                                    .setId(request.getContainerId())
                                    .setMetadata(ContainerMetadata.newBuilder().setName("web"))
                                    .setImage(ImageSpec.newBuilder().setImage("shop:1"))
                                    .setImageRef("shop@sha256:77")
                                    .setState(ContainerState.CONTAINER_RUNNING))
                            .putInfo("info", SPEC.formatted(pod))
                            .build());
        }

        @Override
        public void podSandboxStatus(PodSandboxStatusRequest request, StreamObserver<PodSandboxStatusResponse> to) {
            String name = pods.get(request.getPodSandboxId());
            if (name == null) {
                to.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            answer(
                    to,
                    PodSandboxStatusResponse.newBuilder()
                            .setStatus(PodSandboxStatus.newBuilder()
                                    .setId(request.getPodSandboxId())
                                    .setState(PodSandboxState.SANDBOX_READY)
                                    .putLabels("pod-template-hash", "7f9c")
                                    .setMetadata(PodSandboxMetadata.newBuilder()
                                            .setName(name)
                                            .setNamespace("default")
                                            .setUid("11111111-2222-3333-4444-555555555555")))
                            .build());
        }

        @Override
        public void getContainerEvents(GetEventsRequest request, StreamObserver<ContainerEventResponse> to) {
            streams.add(to);
        }

        private <T> void answer(StreamObserver<T> to, T answer) {
            to.onNext(answer);
            to.onCompleted();
        }
    }
}
