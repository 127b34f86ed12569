package dev.vedette.sensor.cri;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * One gRPC connection to a runtime's unix socket.
 *
 * <p>It is made on the first call and made again by itself after it was lost. Thread-safe. Sockets are the JDK's own
 * (JEP 380), so that no native library has to be unpacked on a read-only root file system.
 */
public final class RuntimeConnection implements AutoCloseable {
    /** Verbose statuses carry whole OCI specifications; the kubelet allows the same 16 MiB. */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    private static final Duration RECOVERY = Duration.ofMillis(250);
    private static final Duration RECOVERY_STEP = Duration.ofMillis(2);

    private final RuntimeEndpoint endpoint;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;

    public RuntimeConnection(RuntimeEndpoint endpoint) {
        this.endpoint = endpoint;
        this.eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("runtime-io", true), NioIoHandler.newFactory());
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(endpoint.socket()))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .overrideAuthority("localhost")
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    public RuntimeEndpoint endpoint() {
        return endpoint;
    }

    /** For calls that are not wrapped here, with a stub made from it. */
    public ManagedChannel channel() {
        return channel;
    }

    /**
     * Makes one call with a deadline.
     *
     * @throws ContainerRuntimeException in place of every gRPC failure
     */
    <S extends AbstractStub<S>, T> T call(String name, S stub, Duration deadline, Function<S, T> call) {
        recover();
        try {
            return call.apply(stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (StatusRuntimeException e) {
            throw ContainerRuntimeException.of(endpoint, name, deadline, e);
        }
    }

    /**
     * After a failed connection gRPC fails all calls until its back-off has passed, which grows to two minutes. A runtime
     * that was restarted is back in a moment and costs nothing to knock at, so the next attempt is made at once.
     */
    private void recover() {
        if (channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE
                || SocketFault.at(endpoint.socket()).isPresent()) {
            return;
        }
        channel.resetConnectBackoff();
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (channel.getState(false) != ConnectivityState.READY && System.nanoTime() < end) {
            LockSupport.parkNanos(RECOVERY_STEP.toNanos());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        // its only thread is a daemon that ends by itself
        var unused = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
