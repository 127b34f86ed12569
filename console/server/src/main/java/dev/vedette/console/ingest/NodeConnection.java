package dev.vedette.console.ingest;

import dev.vedette.policy.feed.wire.Ack;
import dev.vedette.policy.feed.wire.Automatic;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.feed.wire.ConsoleMessage;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

/** The way back to one node. Thread-safe: gRPC allows one sender at a time, so sending is serialised here. */
public final class NodeConnection {
    private final StreamObserver<ConsoleMessage> toNode;
    private boolean open = true;

    NodeConnection(StreamObserver<ConsoleMessage> toNode) {
        this.toNode = toNode;
    }

    /** Says that everything up to {@code sequence} is kept. */
    void acknowledge(long sequence) {
        send(ConsoleMessage.newBuilder()
                .setAck(Ack.newBuilder().setSequence(sequence))
                .build());
    }

    /**
     * Sends a command.
     *
     * @return false if the node is gone
     */
    boolean send(Command command) {
        return send(ConsoleMessage.newBuilder().setCommand(command).build());
    }

    /**
     * Stops all automatic responses, or lets them go on.
     *
     * @return false if the node is gone
     */
    boolean send(Automatic automatic) {
        return send(ConsoleMessage.newBuilder().setAutomatic(automatic).build());
    }

    synchronized void close() {
        if (open) {
            open = false;
            toNode.onCompleted();
        }
    }

    synchronized void fail(io.grpc.Status status) {
        if (open) {
            open = false;
            toNode.onError(status.asRuntimeException());
        }
    }

    synchronized void lost() {
        open = false;
    }

    private synchronized boolean send(ConsoleMessage message) {
        if (!open) {
            return false;
        }
        try {
            toNode.onNext(message);
            return true;
        } catch (StatusRuntimeException | IllegalStateException e) {
            open = false;
            return false;
        }
    }
}
