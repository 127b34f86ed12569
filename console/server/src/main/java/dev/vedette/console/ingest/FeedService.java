package dev.vedette.console.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.MalformedFeedException;
import dev.vedette.policy.feed.wire.ConsoleFeedGrpc;
import dev.vedette.policy.feed.wire.ConsoleMessage;
import dev.vedette.policy.feed.wire.Delivery;
import dev.vedette.policy.feed.wire.Hello;
import dev.vedette.policy.feed.wire.NodeMessage;
import dev.vedette.policy.feed.wire.Report;
import dev.vedette.policy.feed.wire.Waits;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.format.DateTimeParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's end of the feed. Each connection's messages are handled one after the other; a full {@link Intake}
 * blocks that, which holds the node back by gRPC's flow control.
 */
public final class FeedService extends ConsoleFeedGrpc.ConsoleFeedImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(FeedService.class);

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Intake intake;
    private final NodeRegistry nodes;
    private final NodeWaits waits;
    private final FindingJson json;
    private final Runnable nodesChanged;

    /**
     * Makes the service.
     *
     * @param nodesChanged called after a node came, went or reported
     */
    public FeedService(Intake intake, NodeRegistry nodes, NodeWaits waits, FindingJson json, Runnable nodesChanged) {
        this.intake = intake;
        this.nodes = nodes;
        this.waits = waits;
        this.json = json;
        this.nodesChanged = nodesChanged;
    }

    @Override
    public StreamObserver<NodeMessage> connect(StreamObserver<ConsoleMessage> toNode) {
        return new FromNode(new NodeConnection(toNode));
    }

    private final class FromNode implements StreamObserver<NodeMessage> {
        private final NodeConnection connection;
        private String node = "";

        FromNode(NodeConnection connection) {
            this.connection = connection;
        }

        @Override
        public void onNext(NodeMessage message) {
            if (node.isEmpty() && !message.hasHello()) {
                connection.fail(Status.INVALID_ARGUMENT.withDescription("the first message must be a hello"));
                return;
            }
            switch (message.getKindCase()) {
                case HELLO -> hello(message.getHello());
                case FINDING -> finding(message.getFinding());
                case OUTCOME -> outcome(message.getOutcome());
                case STATUS -> {
                    nodes.reported(node, message.getStatus());
                    nodesChanged.run();
                }
                case REPORT -> report(message.getReport());
                case WAITS -> waits(message.getWaits());
                case KIND_NOT_SET -> LOG.debug("Node {} sent a message of a later version", node);
            }
        }

        /** The node sends the next one when something has changed: until then the last good one stays. */
        private void report(Report report) {
            try {
                nodes.reported(node, object(report.getJson()));
                nodesChanged.run();
            } catch (IOException e) {
                LOG.warn("Node {} sent a report that cannot be read: {}", node, e.getMessage());
            }
        }

        private void waits(Waits window) {
            try {
                waits.add(node, object(window.getJson()), window.getJson().size());
                nodesChanged.run();
            } catch (IOException | DateTimeParseException e) {
                LOG.warn("Node {} sent a window of waits that cannot be read: {}", node, e.getMessage());
            }
        }

        private static JsonNode object(ByteString json) throws IOException {
            JsonNode content = JSON.readTree(json.toByteArray());
            if (content == null || !content.isObject()) {
                throw new IOException("it is no JSON object");
            }
            return content;
        }

        private void hello(Hello hello) {
            if (hello.getNode().isBlank() || hello.getNode().chars().anyMatch(Character::isISOControl)) {
                connection.fail(Status.INVALID_ARGUMENT.withDescription("the hello names no node, or not in one line"));
                return;
            }
            node = hello.getNode();
            nodes.connected(hello, connection);
            connection.acknowledge(0);
            LOG.info("Node {} connected, version {}", node, hello.getVersion());
            nodesChanged.run();
        }

        private void finding(Delivery delivery) {
            try {
                byte[] bytes = delivery.getJson().toByteArray();
                intake.finding(json.decodeFinding(bytes), connection, delivery.getSequence());
            } catch (MalformedFeedException e) {
                malformed(delivery, e);
            }
        }

        private void outcome(Delivery delivery) {
            try {
                byte[] bytes = delivery.getJson().toByteArray();
                intake.outcome(delivery.getId(), json.decodeOutcome(bytes), connection, delivery.getSequence());
            } catch (MalformedFeedException e) {
                malformed(delivery, e);
            }
        }

        /** Acknowledged all the same: sent again it would be no better, and would hold up the rest for ever. */
        private void malformed(Delivery delivery, MalformedFeedException e) {
            LOG.warn("Node {} sent something unreadable: {}", node, e.getMessage());
            intake.malformed(connection, delivery.getSequence());
        }

        @Override
        public void onError(Throwable t) {
            connection.lost();
            gone(Status.fromThrowable(t).getCode().toString());
        }

        @Override
        public void onCompleted() {
            connection.close();
            gone("it said goodbye");
        }

        private void gone(String why) {
            if (!node.isEmpty()) {
                LOG.info("Node {} disconnected: {}", node, why);
                nodes.disconnected(node, connection);
                nodesChanged.run();
            }
        }
    }
}
