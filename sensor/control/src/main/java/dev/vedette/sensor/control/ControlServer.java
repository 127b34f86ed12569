package dev.vedette.sensor.control;

import com.google.protobuf.ByteString;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.sensor.control.wire.ContainersReply;
import dev.vedette.sensor.control.wire.ContainersRequest;
import dev.vedette.sensor.control.wire.DenialsReply;
import dev.vedette.sensor.control.wire.DenialsRequest;
import dev.vedette.sensor.control.wire.FindingsReply;
import dev.vedette.sensor.control.wire.FindingsRequest;
import dev.vedette.sensor.control.wire.LiftReply;
import dev.vedette.sensor.control.wire.LiftRequest;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.NeighboursRequest;
import dev.vedette.sensor.control.wire.RespondReply;
import dev.vedette.sensor.control.wire.RespondRequest;
import dev.vedette.sensor.control.wire.ResponsesReply;
import dev.vedette.sensor.control.wire.ResponsesRequest;
import dev.vedette.sensor.control.wire.SensorControlGrpc;
import dev.vedette.sensor.control.wire.UndoRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers on a unix socket. Who may open the socket's file (its owner alone) may ask and command; there is no other
 * authentication, and it is never a network port.
 */
public final class ControlServer implements AutoCloseable {
    private final Path socket;
    private final EventLoopGroup eventLoop;
    private final Server server;

    /**
     * Listens at once.
     *
     * @throws ControlException if the socket cannot be made
     */
    public ControlServer(Path socket, ControlHandler handler) throws ControlException {
        this.socket = socket;
        this.eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("control-io", true), NioIoHandler.newFactory());
        this.server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .addService(new Service(handler))
                .build();
        try {
            Files.deleteIfExists(socket);
            server.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            close();
            throw new ControlException(
                    "cannot listen on " + socket + " (" + e.getMessage() + "): choose another folder with --state", e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        // its only thread is a daemon that ends by itself
        var unused = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // A socket left behind is replaced at the next start.
        }
    }

    private static final class Service extends SensorControlGrpc.SensorControlImplBase {
        private final ControlHandler handler;

        Service(ControlHandler handler) {
            this.handler = handler;
        }

        @Override
        public void containers(ContainersRequest request, StreamObserver<ContainersReply> reply) {
            reply.onNext(ContainersReply.newBuilder()
                    .addAllContainers(handler.containers())
                    .build());
            reply.onCompleted();
        }

        @Override
        public void findings(FindingsRequest request, StreamObserver<FindingsReply> reply) {
            if (request.getFollow()) {
                new Follower((ServerCallStreamObserver<FindingsReply>) reply).follow(handler);
                return;
            }
            handler.recentFindings()
                    .forEach(json -> reply.onNext(FindingsReply.newBuilder()
                            .setJson(ByteString.copyFrom(json))
                            .build()));
            reply.onCompleted();
        }

        @Override
        public void denials(DenialsRequest request, StreamObserver<DenialsReply> reply) {
            reply.onNext(
                    DenialsReply.newBuilder().addAllDenials(handler.denials()).build());
            reply.onCompleted();
        }

        @Override
        public void neighbours(NeighboursRequest request, StreamObserver<NeighboursReply> reply) {
            reply.onNext(handler.neighbours());
            reply.onCompleted();
        }

        @Override
        public void lift(LiftRequest request, StreamObserver<LiftReply> reply) {
            try {
                String container = handler.lift(request.getTarget(), request.getRequestedBy());
                reply.onNext(LiftReply.newBuilder().setContainer(container).build());
                reply.onCompleted();
            } catch (IllegalArgumentException e) {
                reply.onError(Status.NOT_FOUND.withDescription(e.getMessage()).asException());
            }
        }

        @Override
        public void respond(RespondRequest request, StreamObserver<RespondReply> reply) {
            var action = ResponseAction.parse(request.getAction());
            if (action.isEmpty()) {
                reply.onError(Status.INVALID_ARGUMENT
                        .withDescription("there is no response " + request.getAction())
                        .asException());
                return;
            }
            answer(
                    reply,
                    () -> handler.respond(
                            action.get(),
                            request.getTarget(),
                            ResponseOptions.of(request.getOptionsMap()),
                            request.getDryRun(),
                            request.getRequestedBy()));
        }

        @Override
        public void undo(UndoRequest request, StreamObserver<RespondReply> reply) {
            answer(reply, () -> handler.undo(request.getId(), request.getRequestedBy()));
        }

        @Override
        public void responses(ResponsesRequest request, StreamObserver<ResponsesReply> reply) {
            reply.onNext(handler.responses());
            reply.onCompleted();
        }

        private static void answer(StreamObserver<RespondReply> reply, Supplier<byte[]> response) {
            try {
                byte[] outcome = response.get();
                reply.onNext(RespondReply.newBuilder()
                        .setJson(ByteString.copyFrom(outcome))
                        .build());
                reply.onCompleted();
            } catch (IllegalArgumentException e) {
                reply.onError(Status.NOT_FOUND.withDescription(e.getMessage()).asException());
            }
        }
    }
}
