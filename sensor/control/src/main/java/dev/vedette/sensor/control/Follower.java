package dev.vedette.sensor.control;

import com.google.protobuf.ByteString;
import dev.vedette.sensor.control.wire.FindingsReply;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One reader of the findings as they come. What it cannot take yet waits, bounded; of what is too much the oldest goes.
 * Thread-safe.
 */
final class Follower {
    private static final int WAITING = 4_096;

    private final ServerCallStreamObserver<FindingsReply> call;
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    Follower(ServerCallStreamObserver<FindingsReply> call) {
        this.call = call;
    }

    void follow(ControlHandler handler) {
        call.setOnReadyHandler(this::send);
        AutoCloseable subscription = handler.follow(this::add);
        call.setOnCancelHandler(() -> end(subscription));
    }

    private synchronized void add(byte[] json) {
        waiting.addLast(json);
        if (waiting.size() > WAITING) {
            waiting.removeFirst();
        }
        send();
    }

    private synchronized void send() {
        while (!waiting.isEmpty() && !call.isCancelled() && call.isReady()) {
            call.onNext(FindingsReply.newBuilder()
                    .setJson(ByteString.copyFrom(waiting.removeFirst()))
                    .build());
        }
    }

    private static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("a subscription could not be ended", e);
        }
    }
}
