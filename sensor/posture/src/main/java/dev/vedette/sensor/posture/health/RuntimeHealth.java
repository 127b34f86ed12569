package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Whether the runtimes answer, and fast enough.
 *
 * <p>The kubelet lists all containers every second and calls the node not ready after three minutes without a list ("PLEG is
 * not healthy", pkg/kubelet/pleg); its own calls have two minutes. So a list that takes seconds is a stall in the making. Of
 * the containers that run, some are asked for one by one: a hung shim lets the list pass but not that.
 */
public final class RuntimeHealth implements HealthProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int ASKED = 20;
    private static final double WATCH_SECONDS = 1;
    private static final double BAD_SECONDS = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<List<RuntimeEndpoint>> endpoints;
    private final Duration deadline;

    /** @param endpoints those to speak CRI with, as they are at each look */
    public RuntimeHealth(Supplier<List<RuntimeEndpoint>> endpoints) {
        this(endpoints, DEADLINE);
    }

    RuntimeHealth(Supplier<List<RuntimeEndpoint>> endpoints, Duration deadline) {
        this.endpoints = endpoints;
        this.deadline = deadline;
    }

    @Override
    public List<HealthItem> look() {
        List<HealthItem> items = new ArrayList<>();
        for (RuntimeEndpoint endpoint : endpoints.get()) {
            try (CriClient client = new CriClient(endpoint, deadline)) {
                ask(endpoint, client, items);
            } catch (ContainerRuntimeException e) {
                items.add(new HealthItem(
                        "runtime " + endpoint.kind().label(), HealthItem.State.BAD, "does not answer", e.getMessage()));
            }
        }
        return items;
    }

    private static void ask(RuntimeEndpoint endpoint, CriClient client, List<HealthItem> items) {
        String name = "runtime " + endpoint.kind().label();
        client.version(); // connects: what is measured is the runtime, not the connection
        long began = System.nanoTime();
        List<ContainerDetail> containers = client.containers();
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        items.add(HealthItem.above(
                name,
                seconds,
                WATCH_SECONDS,
                BAD_SECONDS,
                String.format(Locale.ROOT, "%d containers listed in %.0f ms", containers.size(), seconds * 1000),
                "the kubelet calls the node not ready when lists take minutes: look at the runtime's disk and log"));
        List<String> complaints = client.complaints();
        if (!complaints.isEmpty()) {
            items.add(new HealthItem(
                    name + " conditions",
                    HealthItem.State.BAD,
                    String.join("; ", complaints),
                    "see the runtime's log"));
        }
        items.add(slowest(name, client, containers));
    }

    private static HealthItem slowest(String name, CriClient client, List<ContainerDetail> containers) {
        double worst = 0;
        String which = "";
        int asked = 0;
        for (ContainerDetail container : containers) {
            if (container.state() != ContainerState.RUNNING || asked++ >= ASKED) {
                continue;
            }
            long began = System.nanoTime();
            try {
                client.container(container.id());
            } catch (ContainerRuntimeException e) {
                return new HealthItem(
                        name + " containers",
                        HealthItem.State.BAD,
                        "container " + container.id() + " does not answer",
                        "its shim hangs: " + e.getMessage());
            }
            double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
            if (seconds > worst) {
                worst = seconds;
                which = container.id();
            }
        }
        return HealthItem.above(
                name + " containers",
                worst,
                WATCH_SECONDS,
                BAD_SECONDS,
                String.format(Locale.ROOT, "slowest of %d asked: %.0f ms", Math.min(asked, ASKED), worst * 1000),
                "container " + which + " answers slowly: look at its shim");
    }
}
