package dev.vedette.sensor.outputs.console;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FeedLimits;
import dev.vedette.policy.feed.FindingJson;
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
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import dev.vedette.sensor.outputs.Output;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends findings, outcomes and the node's state to the console, and hears its commands.
 *
 * <p>Guarantees: {@link #finding} and {@link #outcome} never block and never fail; what was not acknowledged is sent
 * again after a reconnect, in order; at most {@link #CAPACITY} wait, then the oldest is given up and counted as
 * {@code vedette_console_lost_total}. It connects again by itself, waiting from 0.2 s up to 15 s between attempts.
 *
 * <p>Threads: one own virtual thread sends; commands are called on a thread of gRPC's, one at a time, and should
 * return soon.
 */
public final class ConsoleFeedClient implements Output {
    /** How many deliveries wait for an acknowledgement at most. */
    public static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleFeedClient.class);
    private static final int BATCH = 64;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 15_000;

    private final ConsoleFeedSettings settings;
    private final FindingJson json;
    private final NodeNews news;
    private final ConsoleRequests requests;
    private final DeliveryQueue queue = new DeliveryQueue(CAPACITY);
    private final Counter delivered;
    private final Counter lost;
    private final Counter reconnects;
    private final ManagedChannel channel;
    private final Thread sender;
    private volatile boolean closing;
    private volatile Connection connection;

    /**
     * Begins to connect.
     *
     * @param news asked every two seconds
     * @param requests what to do with what people ask for
     * @throws IOException if the certificate to trust cannot be read
     */
    public ConsoleFeedClient(
            ConsoleFeedSettings settings, FindingJson json, Metrics metrics, NodeNews news, ConsoleRequests requests)
            throws IOException {
        this.settings = settings;
        this.json = json;
        this.news = news;
        this.requests = requests;
        this.delivered = metrics.counter("vedette_console_delivered_total", "Deliveries the console acknowledged.");
        this.lost = metrics.counter("vedette_console_lost_total", "Deliveries given up because too many waited.");
        this.reconnects = metrics.counter("vedette_console_connections_total", "Connections to the console begun.");
        metrics.gauge("vedette_console_waiting", "Deliveries the console has not acknowledged.", queue::size);
        metrics.gauge("vedette_console_connected", "1 while the console is connected.", () -> connected() ? 1 : 0);
        this.channel = ConsoleChannel.open(settings);
        this.sender = Thread.ofVirtual().name("console-feed").start(this::run);
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public boolean hearsDryRuns() {
        return true;
    }

    @Override
    public void finding(Finding finding) {
        add(
                DeliveryQueue.Kind.FINDING,
                Delivery.newBuilder().setId(finding.id()).setJson(ByteString.copyFrom(json.encode(finding))));
    }

    @Override
    public void outcome(ResponseOutcome outcome) {
        add(
                DeliveryQueue.Kind.OUTCOME,
                Delivery.newBuilder()
                        .setId(UUID.randomUUID().toString())
                        .setJson(ByteString.copyFrom(json.encode(outcome))));
    }

    private void add(DeliveryQueue.Kind kind, Delivery.Builder delivery) {
        if (tooLong(delivery.getId(), delivery.getJson().size()) || queue.add(kind, delivery)) {
            lost.increment();
        }
        LockSupport.unpark(sender);
    }

    /** What is too long would end the stream, and the next one as well. */
    private static boolean tooLong(String what, int bytes) {
        if (bytes > FeedLimits.CONTENT_BYTES) {
            LOG.warn(
                    "{} is not sent to the console: it is {} bytes long, at most {} are taken",
                    what,
                    bytes,
                    FeedLimits.CONTENT_BYTES);
            return true;
        }
        return false;
    }

    /** Whether the console has answered on the present connection. */
    public boolean connected() {
        Connection now = connection;
        return now != null && now.open && now.heard;
    }

    /** Deliveries that the console has not acknowledged. */
    public int waiting() {
        return queue.size();
    }

    private void run() {
        long wait = FIRST_WAIT_MILLIS;
        while (!closing) {
            Connection attempt = new Connection();
            connection = attempt;
            reconnects.increment();
            attempt.serve();
            connection = null;
            wait = attempt.heard ? FIRST_WAIT_MILLIS : Math.min(wait * 2, LONGEST_WAIT_MILLIS);
            if (!closing) {
                // Spread, so that a thousand nodes do not come back to a restarted console all at once.
                long spread = ThreadLocalRandom.current().nextLong(wait / 2 + 1);
                sleep(TimeUnit.MILLISECONDS.toNanos(wait / 2 + spread));
            }
        }
    }

    private void sleep(long nanos) {
        long until = System.nanoTime() + nanos;
        while (!closing && System.nanoTime() < until) {
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
    }

    /** Lets waiting deliveries out for at most two seconds. */
    @Override
    public void close() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (connected() && queue.size() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(10));
        }
        closing = true;
        LockSupport.unpark(sender);
        try {
            sender.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.shutdownNow();
    }

    /** One stream from its beginning to its end. */
    private final class Connection implements ClientResponseObserver<NodeMessage, ConsoleMessage> {
        private ClientCallStreamObserver<NodeMessage> toConsole;
        private volatile boolean open = true;
        private volatile boolean heard;
        private long statusAt = System.nanoTime();
        private final Changed report = new Changed("the node's report", news.report());
        private final Changed waits = new Changed("who waits behind whom", news.waits());

        void serve() {
            queue.rewind();
            // gRPC's own waiting between attempts grows to two minutes; the spread waiting in run() is enough.
            channel.resetConnectBackoff();
            ConsoleFeedGrpc.newStub(channel).connect(this);
            try {
                toConsole.onNext(NodeMessage.newBuilder()
                        .setHello(Hello.newBuilder().setNode(settings.node()).setVersion(settings.version()))
                        .build());
                while (open && !closing) {
                    sendWhatIsDue();
                }
                if (open) {
                    toConsole.onCompleted();
                }
            } catch (IllegalStateException e) {
                LOG.debug("The stream ended while something was sent", e);
            }
        }

        private void sendWhatIsDue() {
            if (toConsole.isReady()) {
                sendStatusWhenDue();
                queue.due(BATCH).forEach(toConsole::onNext);
            }
            if (!toConsole.isReady() || queue.nothingDue()) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        }

        private void sendStatusWhenDue() {
            if (System.nanoTime() - statusAt >= 0) {
                statusAt = System.nanoTime() + STATUS_NANOS;
                currentStatus()
                        .filter(now -> !tooLong("the node's state", now.getSerializedSize()))
                        .ifPresent(now -> toConsole.onNext(
                                NodeMessage.newBuilder().setStatus(now).build()));
                report.take()
                        .map(json -> NodeMessage.newBuilder()
                                .setReport(Report.newBuilder().setJson(json)))
                        .ifPresent(message -> toConsole.onNext(message.build()));
                waits.take()
                        .map(json -> NodeMessage.newBuilder()
                                .setWaits(Waits.newBuilder().setJson(json)))
                        .ifPresent(message -> toConsole.onNext(message.build()));
            }
        }

        private Optional<Status> currentStatus() {
            try {
                return Optional.of(news.status().get());
            } catch (RuntimeException e) {
                LOG.warn("The node's state could not be read for the console", e);
                return Optional.empty();
            }
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<NodeMessage> call) {
            toConsole = call;
            call.setOnReadyHandler(() -> LockSupport.unpark(sender));
        }

        @Override
        public void onNext(ConsoleMessage message) {
            heard = true;
            switch (message.getKindCase()) {
                case ACK -> delivered.add(queue.acknowledged(message.getAck().getSequence()));
                case COMMAND -> command(message.getCommand());
                case AUTOMATIC ->
                    requests.automatic(
                            message.getAutomatic().getStopped(),
                            message.getAutomatic().getRequestedBy());
                case KIND_NOT_SET -> LOG.debug("The console sent a message of a later version");
            }
        }

        private void command(dev.vedette.policy.feed.wire.Command wire) {
            try {
                Command.of(wire)
                        .ifPresentOrElse(
                                requests::respond,
                                () -> LOG.warn("The console asked for an unknown response: {}", wire.getAction()));
            } catch (RuntimeException e) {
                LOG.warn("The command {} from the console failed", wire.getId(), e);
            }
        }

        @Override
        public void onError(Throwable t) {
            if (open && !closing) {
                LOG.warn(
                        "The console at {}:{} is away, findings wait for it: {}",
                        settings.host(),
                        settings.port(),
                        io.grpc.Status.fromThrowable(t).getDescription());
            }
            end();
        }

        @Override
        public void onCompleted() {
            end();
        }

        private void end() {
            open = false;
            LockSupport.unpark(sender);
        }
    }

    /** What is sent again only when it is another than before. */
    private static final class Changed {
        private final String what;
        private final Supplier<ByteString> source;
        private ByteString last = ByteString.EMPTY;

        Changed(String what, Supplier<ByteString> source) {
            this.what = what;
            this.source = source;
        }

        /** The newest, if it is to be sent. */
        Optional<ByteString> take() {
            ByteString now = current();
            if (now.isEmpty() || now.equals(last)) {
                return Optional.empty();
            }
            last = now;
            return tooLong(what, now.size()) ? Optional.empty() : Optional.of(now);
        }

        private ByteString current() {
            try {
                return source.get();
            } catch (RuntimeException e) {
                LOG.warn("For the console {} could not be made", what, e);
                return ByteString.EMPTY;
            }
        }
    }
}
