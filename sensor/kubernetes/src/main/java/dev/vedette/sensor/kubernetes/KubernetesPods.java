package dev.vedette.sensor.kubernetes;

import dev.vedette.sensor.identity.runtime.PodDirectory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pods of this node as the API server has them, and who owns them.
 *
 * <p>Watches the pods of one node only. An API server that is away is tried again without end by the informer; what was
 * known stays known meanwhile. Of a pod only what identity needs is kept. Thread-safe.
 */
public final class KubernetesPods implements PodDirectory, AutoCloseable {
    private static final int AGAIN_SECONDS = 15;
    /** A list comes in pieces, so that never all pods are in memory whole. */
    private static final long PODS_AT_ONCE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesPods.class);

    private final KubernetesClient client;
    private final String node;
    private final Owners owners;
    private final Map<String, PodEntry> byUid = new ConcurrentHashMap<>();
    /** The version in which each pod was last heard of. */
    private final Map<String, String> present = new ConcurrentHashMap<>();

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService lookups = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pod-owners").daemon().factory());
    private SharedIndexInformer<Pod> informer;

    /**
     * Asks nothing until {@link #start}.
     *
     * @param client closed with this
     * @param node the node's name in Kubernetes
     */
    public KubernetesPods(KubernetesClient client, String node) {
        this.client = client;
        this.node = node;
        this.owners = new Owners(client);
    }

    /** Begins to watch; returns at once. */
    public void start() {
        informer = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node)
                .withLimit(PODS_AT_ONCE)
                .runnableInformer(0)
                .exceptionHandler((started, problem) -> {
                    LOG.warn("Pods of the node {} can't be watched now: {}", node, problem.getMessage());
                    return true;
                })
                .itemStore(new SlimPods())
                .addEventHandler(new Handler());
        var unused = informer.start();
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            take(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            take(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            present.remove(PodReading.uidOnNode(pod));
            byUid.remove(PodReading.uidOnNode(pod));
        }
    }

    private void take(Pod pod) {
        if (!node.equals(pod.getSpec().getNodeName())) {
            return;
        }
        present.put(PodReading.uidOnNode(pod), pod.getMetadata().getResourceVersion());
        lookups.execute(() -> look(pod));
    }

    private void look(Pod pod) {
        String uid = PodReading.uidOnNode(pod);
        if (!pod.getMetadata().getResourceVersion().equals(present.get(uid))) {
            return; // gone, or another word on it has come since
        }
        PodEntry entry = entry(pod);
        if (!entry.equals(byUid.put(uid, entry))) {
            listeners.forEach(listener -> listener.accept(uid));
        }
        if (entry.workload().isEmpty() && !lookups.isShutdown()) {
            var unused = lookups.schedule(() -> look(pod), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
        if (!present.containsKey(uid)) {
            byUid.remove(uid);
        }
    }

    private PodEntry entry(Pod pod) {
        Map<String, String> labels =
                Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
        if (PodReading.isStatic(pod)) {
            return new PodEntry(PodReading.staticName(pod), "Node", labels, PodReading.roles(pod));
        }
        Optional<Owner> direct = Owner.of(pod);
        if (direct.isEmpty()) {
            return new PodEntry(pod.getMetadata().getName(), "Pod", labels, PodReading.roles(pod));
        }
        Optional<Owner> owner = owners.above(direct.get(), pod.getMetadata().getNamespace());
        return new PodEntry(
                owner.map(Owner::name).orElse(""), owner.map(Owner::kind).orElse(""), labels, PodReading.roles(pod));
    }

    @Override
    public Optional<PodEntry> pod(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Whether the node's pods have been listed. */
    public boolean synced() {
        return informer != null && informer.hasSynced();
    }

    @Override
    public void close() {
        if (informer != null) {
            informer.close();
        }
        lookups.shutdownNow();
        client.close();
    }
}
