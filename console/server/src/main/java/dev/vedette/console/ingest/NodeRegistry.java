package dev.vedette.console.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.feed.wire.Automatic;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.feed.wire.Hello;
import dev.vedette.policy.feed.wire.Loss;
import dev.vedette.policy.feed.wire.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The nodes that have connected since the console started, and how they are. Thread-safe.
 *
 * <p>A node that connects again replaces its former connection.
 */
public final class NodeRegistry {
    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final Clock clock;

    public NodeRegistry(Clock clock) {
        this.clock = clock;
    }

    /**
     * A node as the console knows it.
     *
     * @param connection null while it is away
     * @param status the newest it said, {@link Status#getDefaultInstance()} before the first
     * @param report what it last found of itself, {@link NodeReport#NONE} before the first
     * @param lossSeen when its loss counters last grew, null if they never did
     */
    public record Node(
            String name,
            String version,
            NodeConnection connection,
            Instant lastSeen,
            Status status,
            NodeReport report,
            Instant lossSeen) {
        public boolean connected() {
            return connection != null;
        }

        /** Events lost since its sensor started. */
        public long lost() {
            return total(status);
        }
    }

    void connected(Hello hello, NodeConnection connection) {
        nodes.compute(
                hello.getNode(),
                (name, known) -> new Node(
                        name,
                        hello.getVersion(),
                        connection,
                        clock.instant(),
                        known == null ? Status.getDefaultInstance() : known.status(),
                        known == null ? NodeReport.NONE : known.report(),
                        known == null ? null : known.lossSeen()));
    }

    void reported(String name, Status status) {
        nodes.computeIfPresent(name, (n, known) -> {
            boolean grew = total(status) > 0 && total(status) != total(known.status());
            Instant lossSeen = grew ? clock.instant() : known.lossSeen();
            return new Node(n, known.version(), known.connection(), clock.instant(), status, known.report(), lossSeen);
        });
    }

    void reported(String name, JsonNode report) {
        nodes.computeIfPresent(
                name,
                (n, known) -> new Node(
                        n,
                        known.version(),
                        known.connection(),
                        clock.instant(),
                        known.status(),
                        new NodeReport(clock.instant(), report),
                        known.lossSeen()));
    }

    void disconnected(String name, NodeConnection connection) {
        nodes.computeIfPresent(
                name,
                (n, known) -> known.connection() != connection
                        ? known
                        : new Node(
                                n,
                                known.version(),
                                null,
                                clock.instant(),
                                known.status(),
                                known.report(),
                                known.lossSeen()));
    }

    /** All nodes, by name. */
    public List<Node> all() {
        return List.copyOf(nodes.values());
    }

    /** One by its name. */
    public Optional<Node> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /**
     * Has a node stop all automatic responses, or let them go on.
     *
     * @return false if the node is not connected
     */
    public boolean send(String node, Automatic automatic) {
        return find(node)
                .map(Node::connection)
                .map(connection -> connection.send(automatic))
                .orElse(false);
    }

    /**
     * Hands a command to a node.
     *
     * @return false if the node is not connected
     */
    public boolean send(String node, Command command) {
        return Optional.ofNullable(nodes.get(node))
                .map(Node::connection)
                .map(connection -> connection.send(command))
                .orElse(false);
    }

    private static long total(Status status) {
        return status.getLossesList().stream().mapToLong(Loss::getCount).sum();
    }
}
