package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.NodePosture;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Gauge;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.posture.NodeInspection;
import dev.vedette.sensor.posture.NodeLooks;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.posture.health.NodeHealth;
import dev.vedette.sensor.report.PostureLooks;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the node itself at intervals, on a thread of its own, and hands over on the pipeline's thread
 * what has changed since the look before: each state of the node is told once, and once more when it comes back.
 */
final class NodeWatch implements Watch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration POSTURE = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NodeInspection posture;
    private final NodeHealth health;
    private final Clock clock;
    private final Gauge facts;
    private final Gauge unread;
    private final Gauge wellness;
    private final Queue<NodePosture> changed = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("node-looks").daemon().unstarted(this::run);
    /** Owned by the thread that looks. */
    private Set<NodePosture> before = Set.of();

    private volatile List<HealthItem> items = List.of();
    private volatile PostureLooks last = PostureLooks.NONE_YET;

    NodeWatch(NodeInspection posture, NodeHealth health, Metrics metrics, Clock clock) {
        this.clock = clock;
        this.posture = posture;
        this.health = health;
        facts = metrics.gauge("vedette_node_posture_facts", "What the last look at the node found, by kind.", "kind");
        unread = metrics.gauge("vedette_node_posture_unread", "Files and parts that the last look could not judge.");
        wellness = metrics.gauge(
                "vedette_node_health", "How the node is: 0 well, 1 not known, 2 to be watched, 3 bad.", "item");
    }

    /** Of the node that the sensor runs on; asks the runtimes that speak CRI. */
    static NodeWatch of(SensorSettings settings, Metrics metrics, Clock clock) {
        List<RuntimeEndpoint> speaking = settings.runtimes().stream()
                .filter(endpoint -> endpoint.kind().speaksCri())
                .toList();
        NodeLooks looks = new NodeLooks(NodeRoot.ofNode(), settings.stateDirectory(), () -> speaking, clock);
        return new NodeWatch(looks.posture(), looks.health(), metrics, clock);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long posture = System.nanoTime() + FIRST.toNanos();
        try {
            do {
                safely(this::lookAtHealth);
                if (System.nanoTime() - posture >= 0) {
                    posture += POSTURE.toNanos();
                    safely(this::lookAtPosture);
                }
            } while (!closed.await(STEP.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A look that fails is told, and the next one is made all the same. */
    private static void safely(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.warn("A look at the node failed: {}", e.toString());
        }
    }

    private void lookAtHealth() {
        items = health.look();
        items.forEach(item -> wellness.set(figure(item.state()), item.name()));
    }

    private static int figure(HealthItem.State state) {
        return switch (state) {
            case WELL -> 0;
            case UNKNOWN -> 1;
            case WATCH -> 2;
            case BAD -> 3;
        };
    }

    void lookAtPosture() {
        NodeInspection.Report report = posture.inspect();
        Set<NodePosture> now = new LinkedHashSet<>();
        for (NodePosture fact : report.facts()) {
            NodePosture timeless = fact.at(0);
            if (now.add(timeless) && !before.contains(timeless)) {
                changed.add(fact);
            }
        }
        Set<String> kinds = new HashSet<>();
        before.forEach(fact -> kinds.add(fact.getClass().getSimpleName()));
        now.forEach(fact -> kinds.add(fact.getClass().getSimpleName()));
        kinds.forEach(kind -> facts.set(count(now, kind), kind));
        unread.set(report.problems().size());
        before = now;
        last = new PostureLooks(clock.millis() * NANOS_PER_MILLI, now, report.problems());
    }

    private static double count(Set<NodePosture> facts, String kind) {
        return (double) facts.stream()
                .filter(fact -> fact.getClass().getSimpleName().equals(kind))
                .count();
    }

    /** The last look at how the node stands. */
    PostureLooks posture() {
        return last;
    }

    /** How the node was at the last look; empty before the first. */
    List<HealthItem> health() {
        return items;
    }

    @Override
    public String name() {
        return "node watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        for (NodePosture fact = changed.poll(); fact != null; fact = changed.poll()) {
            out.accept(fact);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
