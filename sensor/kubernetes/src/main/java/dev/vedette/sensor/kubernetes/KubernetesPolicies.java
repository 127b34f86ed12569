package dev.vedette.sensor.kubernetes;

import dev.vedette.policy.document.PolicyResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's policies as the API server has them: all of them, again whenever one has changed.
 *
 * <p>An API server that is away is tried again without end by the informer, which lists anew where it has missed too much.
 * Meanwhile nothing is handed over, so that who was told of objects keeps them. Thread-safe. The service account needs get,
 * list and watch on policies of the group vedette.dev.
 */
public final class KubernetesPolicies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesPolicies.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;
    /** A list comes in pieces. */
    private static final long OBJECTS_AT_ONCE = 50;

    static final ResourceDefinitionContext POLICIES = new ResourceDefinitionContext.Builder()
            .withGroup(PolicyResource.GROUP)
            .withVersion(PolicyResource.VERSION)
            .withKind(PolicyResource.KIND)
            .withPlural(PolicyResource.PLURAL)
            .withNamespaced(false)
            .build();

    private final KubernetesClient client;
    private final Consumer<Map<String, String>> listener;
    /** Whether a telling is still to come that will have what has changed; the first is from the start on. */
    private final AtomicBoolean awaited = new AtomicBoolean(true);

    private final CountDownLatch listed = new CountDownLatch(1);
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cluster-policies").daemon().factory());
    private final UnreachablePolicies unreachable = new UnreachablePolicies();
    private SharedIndexInformer<GenericKubernetesResource> informer;

    /**
     * Asks nothing until {@link #start}.
     *
     * @param client closed with this
     * @param listener given all objects, as documents in JSON by their names; called by one thread, and by none before the
     *     first whole list
     */
    public KubernetesPolicies(KubernetesClient client, Consumer<Map<String, String>> listener) {
        this.client = client;
        this.listener = listener;
    }

    /** Begins to watch; returns at once. */
    public void start() {
        informer = client.genericKubernetesResources(POLICIES)
                .withLimit(OBJECTS_AT_ONCE)
                .runnableInformer(0)
                .exceptionHandler((_, problem) -> {
                    unreachable.say(problem);
                    return true;
                })
                .addEventHandler(new Handler());
        var unused = informer.start();
        teller.execute(this::tellFirst);
    }

    /** @return whether the objects have been listed, and the listener has been given them, in that time */
    public boolean awaitListed(Duration patience) throws InterruptedException {
        return listed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether changes are heard of now. */
    public boolean isWatching() {
        return informer.isWatching();
    }

    /**
     * Looks until there is a whole list: of an empty one no event comes, and the informer's own word comes only with a watch,
     * which may take longer.
     */
    private void tellFirst() {
        if (informer.hasSynced()) {
            tell();
            listed.countDown();
        } else {
            var unused = teller.schedule(this::tellFirst, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What comes while the listener is at work is one call more. */
    private void tellSoon() {
        if (!awaited.getAndSet(true)) {
            teller.execute(this::tell);
        }
    }

    private void tell() {
        awaited.set(false);
        unreachable.isReached();
        Map<String, String> documents = new TreeMap<>();
        informer.getStore()
                .list()
                .forEach(object -> documents.put(object.getMetadata().getName(), document(object)));
        try {
            listener.accept(documents);
        } catch (RuntimeException e) {
            LOG.error("The cluster's policies could not be taken", e);
        }
    }

    /** As somebody would write it: of the metadata, which the API server fills, the name alone. */
    private static String document(GenericKubernetesResource object) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", object.getApiVersion());
        document.put("kind", object.getKind());
        document.put("metadata", Map.of("name", object.getMetadata().getName()));
        document.putAll(object.getAdditionalProperties());
        return Serialization.asJson(document);
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            tellSoon();
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            tellSoon();
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
            tellSoon();
        }
    }

    /** After this nothing is handed over any more. */
    @Override
    public void close() {
        if (informer != null) {
            informer.close();
        }
        teller.shutdownNow();
        try {
            if (!teller.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The cluster's policies are still being taken");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
