package dev.vedette.sensor.agent;

import dev.vedette.policy.feed.wire.Runtime;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.runtime.PodDirectory;
import dev.vedette.sensor.identity.runtime.RuntimeMetrics;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.identity.runtime.RuntimeWatch;
import dev.vedette.sensor.libpod.LibpodState;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.runtimes.RuntimeClients;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The node's container runtimes, each with its connection and its watch. */
final class WatchedRuntimes implements AutoCloseable {
    private final List<ContainerRuntime> clients = new ArrayList<>();
    private final List<RuntimeWatch> watches = new ArrayList<>();

    /**
     * Connects to nothing yet.
     *
     * @param others runtimes without an endpoint; closed with this
     * @param pods what is known of pods from elsewhere
     */
    WatchedRuntimes(
            List<RuntimeEndpoint> endpoints,
            List<ContainerRuntime> others,
            NodeView node,
            RuntimeNews news,
            Metrics metrics,
            Clock clock,
            PodDirectory pods) {
        RuntimeMetrics runtimeMetrics = new RuntimeMetrics(metrics);
        clients.addAll(RuntimeClients.of(endpoints));
        clients.addAll(others);
        for (ContainerRuntime client : clients) {
            watches.add(new RuntimeWatch(client, node, news, runtimeMetrics, clock, pods));
        }
    }

    List<ContainerRuntime> clients() {
        return List.copyOf(clients);
    }

    void start() {
        watches.forEach(RuntimeWatch::start);
    }

    /** Whether every runtime's containers have been listed. */
    boolean synced() {
        return watches.stream().allMatch(RuntimeWatch::synced);
    }

    List<Runtime> state() {
        List<Runtime> state = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i) instanceof LibpodState podman && !podman.isUsed()) {
                continue; // nothing that could be connected or not
            }
            RuntimeWatch watch = watches.get(i);
            state.add(Runtime.newBuilder()
                    .setName(clients.get(i).endpoint().kind().label())
                    .setConnected(watch.synced())
                    .setDetail(watch.trouble().orElse(""))
                    .build());
        }
        return state;
    }

    @Override
    public void close() {
        watches.forEach(RuntimeWatch::close);
        clients.forEach(ContainerRuntime::close);
    }
}
