package dev.vedette.console;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Automatic;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.feed.wire.ConsoleFeedGrpc;
import dev.vedette.policy.feed.wire.ConsoleMessage;
import dev.vedette.policy.feed.wire.Delivery;
import dev.vedette.policy.feed.wire.Hello;
import dev.vedette.policy.feed.wire.NodeMessage;
import dev.vedette.policy.feed.wire.Report;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.feed.wire.Waits;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node that says just what a test wants it to. */
public final class TestNode implements AutoCloseable {
    private final FindingJson json = new FindingJson();
    private final ManagedChannel channel;
    private final StreamObserver<NodeMessage> toConsole;
    private final BlockingQueue<Long> acknowledged = new LinkedBlockingQueue<>();
    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final BlockingQueue<Automatic> switched = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    public TestNode(int port, String token) {
        Metadata credentials = new Metadata();
        credentials.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(credentials))
                .build();
        this.toConsole = ConsoleFeedGrpc.newStub(channel).connect(new FromConsole());
    }

    private final class FromConsole implements StreamObserver<ConsoleMessage> {
        @Override
        public void onNext(ConsoleMessage message) {
            if (message.hasAck()) {
                acknowledged.add(message.getAck().getSequence());
            } else if (message.hasAutomatic()) {
                switched.add(message.getAutomatic());
            } else {
                commands.add(message.getCommand());
            }
        }

        @Override
        public void onError(Throwable t) {
            failures.add(t);
        }

        @Override
        public void onCompleted() {}
    }

    public TestNode hello(String name) {
        return send(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder().setNode(name).setVersion("0.1.0"))
                .build());
    }

    public TestNode status(Status status) {
        return send(NodeMessage.newBuilder().setStatus(status).build());
    }

    public TestNode report(ByteString json) {
        return send(NodeMessage.newBuilder()
                .setReport(Report.newBuilder().setJson(json))
                .build());
    }

    public TestNode waits(ByteString json) {
        return send(NodeMessage.newBuilder()
                .setWaits(Waits.newBuilder().setJson(json))
                .build());
    }

    public TestNode finding(long sequence, Finding finding) {
        return raw(sequence, finding.id(), json.encode(finding));
    }

    public TestNode raw(long sequence, String id, byte[] bytes) {
        return send(NodeMessage.newBuilder()
                .setFinding(delivery(sequence, id, bytes))
                .build());
    }

    public TestNode outcome(long sequence, ResponseOutcome outcome) {
        return send(NodeMessage.newBuilder()
                .setOutcome(delivery(sequence, "outcome-" + sequence, json.encode(outcome)))
                .build());
    }

    private TestNode send(NodeMessage message) {
        toConsole.onNext(message);
        return this;
    }

    private static Delivery delivery(long sequence, String id, byte[] bytes) {
        return Delivery.newBuilder()
                .setSequence(sequence)
                .setId(id)
                .setJson(ByteString.copyFrom(bytes))
                .build();
    }

    /** Waits until everything up to {@code sequence} is acknowledged; false after ten seconds. */
    public boolean awaitAcknowledged(long sequence) throws InterruptedException {
        Long last = 0L;
        while (last != null && last < sequence) {
            last = acknowledged.poll(10, TimeUnit.SECONDS);
        }
        return last != null;
    }

    /** The next command, null after ten seconds. */
    public Command awaitCommand() throws InterruptedException {
        return commands.poll(10, TimeUnit.SECONDS);
    }

    /** The next turn of the switch of automatic responses, null after ten seconds. */
    public Automatic awaitSwitch() throws InterruptedException {
        return switched.poll(10, TimeUnit.SECONDS);
    }

    /** What ended the connection, null after ten seconds. */
    public Throwable awaitFailure() throws InterruptedException {
        return failures.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
