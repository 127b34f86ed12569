package dev.vedette.sensor.control;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.sensor.control.wire.ContainerLine;
import dev.vedette.sensor.control.wire.ContainersRequest;
import dev.vedette.sensor.control.wire.DenialLine;
import dev.vedette.sensor.control.wire.DenialsRequest;
import dev.vedette.sensor.control.wire.FindingsRequest;
import dev.vedette.sensor.control.wire.LiftRequest;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.NeighboursRequest;
import dev.vedette.sensor.control.wire.RespondRequest;
import dev.vedette.sensor.control.wire.ResponsesReply;
import dev.vedette.sensor.control.wire.ResponsesRequest;
import dev.vedette.sensor.control.wire.SensorControlGrpc;
import dev.vedette.sensor.control.wire.UndoRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks a sensor on this machine. Not thread-safe. */
public final class ControlClient implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;

    private final Path socket;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;
    private final SensorControlGrpc.SensorControlBlockingStub sensor;

    public ControlClient(Path socket) {
        this.socket = socket;
        this.eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("control-io", true), NioIoHandler.newFactory());
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        this.sensor = SensorControlGrpc.newBlockingStub(channel);
    }

    public List<ContainerLine> containers() throws ControlException {
        return ask(() -> sensor.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .containers(ContainersRequest.getDefaultInstance())
                .getContainersList());
    }

    /** Hands over findings as JSON; with {@code follow} until the sensor ends. */
    public void findings(boolean follow, Consumer<byte[]> each) throws ControlException {
        ask(() -> {
            sensor.findings(FindingsRequest.newBuilder().setFollow(follow).build())
                    .forEachRemaining(reply -> each.accept(reply.getJson().toByteArray()));
            return true;
        });
    }

    /** @return the outcome as JSON */
    public byte[] respond(ResponseAction action, String target, String requestedBy) throws ControlException {
        return respond(action, target, ResponseOptions.NONE, false, requestedBy);
    }

    /**
     * @param dryRun nothing is done
     * @return the outcome as JSON
     */
    public byte[] respond(
            ResponseAction action, String target, ResponseOptions options, boolean dryRun, String requestedBy)
            throws ControlException {
        RespondRequest request = RespondRequest.newBuilder()
                .setAction(action.label())
                .setTarget(target)
                .setRequestedBy(requestedBy)
                .putAllOptions(options.written())
                .setDryRun(dryRun)
                .build();
        long patience = DEADLINE_SECONDS
                + (options.grace() == null ? 0 : options.grace().toSeconds());
        return ask(() -> sensor.withDeadlineAfter(patience, TimeUnit.SECONDS)
                .respond(request)
                .getJson()
                .toByteArray());
    }

    /** @return the outcome as JSON */
    public byte[] undo(String id, String requestedBy) throws ControlException {
        UndoRequest request =
                UndoRequest.newBuilder().setId(id).setRequestedBy(requestedBy).build();
        return ask(() -> sensor.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .undo(request)
                .getJson()
                .toByteArray());
    }

    public ResponsesReply responses() throws ControlException {
        return ask(() -> sensor.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .responses(ResponsesRequest.getDefaultInstance()));
    }

    public List<DenialLine> denials() throws ControlException {
        return ask(() -> sensor.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .denials(DenialsRequest.getDefaultInstance())
                .getDenialsList());
    }

    /** Who waited behind whom in the newest window. */
    public NeighboursReply neighbours() throws ControlException {
        return ask(() -> sensor.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .neighbours(NeighboursRequest.getDefaultInstance()));
    }

    /** @return the container to which nothing is denied any more, for people */
    public String lift(String target, String requestedBy) throws ControlException {
        LiftRequest request = LiftRequest.newBuilder()
                .setTarget(target)
                .setRequestedBy(requestedBy)
                .build();
        return ask(() -> sensor.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .lift(request)
                .getContainer());
    }

    private <T> T ask(Supplier<T> question) throws ControlException {
        try {
            return question.get();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                throw new ControlException(
                        "no sensor answers on " + socket
                                + ": start one with 'vedette up', or name its folder with --state",
                        e);
            }
            throw new ControlException(
                    e.getStatus().getDescription() == null
                            ? e.getMessage()
                            : e.getStatus().getDescription(),
                    e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        // its only thread is a daemon that ends by itself
        var unused = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
