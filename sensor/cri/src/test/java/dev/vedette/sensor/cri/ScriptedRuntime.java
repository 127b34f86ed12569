package dev.vedette.sensor.cri;

import dev.vedette.sensor.cri.wire.ContainerStatusRequest;
import dev.vedette.sensor.cri.wire.ContainerStatusResponse;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc;
import dev.vedette.sensor.cri.wire.VersionRequest;
import dev.vedette.sensor.cri.wire.VersionResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A CRI server that answers a container's status with what a test gives it; it has no other call but Version. */
final class ScriptedRuntime extends RuntimeServiceGrpc.RuntimeServiceImplBase implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;
    private final ContainerStatusResponse status;

    ScriptedRuntime(Path socket, ContainerStatusResponse status) throws IOException {
        this.status = status;
        this.server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(this)
                .build()
                .start();
    }

    @Override
    public void version(VersionRequest request, StreamObserver<VersionResponse> answer) {
        answer.onNext(VersionResponse.newBuilder()
                .setVersion("0.1.0")
                .setRuntimeName("cri-o")
                .setRuntimeVersion("1.31.0")
                .setRuntimeApiVersion("v1")
                .build());
        answer.onCompleted();
    }

    @Override
    public void containerStatus(ContainerStatusRequest request, StreamObserver<ContainerStatusResponse> answer) {
        answer.onNext(status);
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
