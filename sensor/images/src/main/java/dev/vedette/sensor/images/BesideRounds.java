package dev.vedette.sensor.images;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.MadeBesideKubernetes;
import dev.vedette.policy.model.MadeBesideKubernetes.Way;
import dev.vedette.sensor.images.store.ContainerdStore;
import dev.vedette.sensor.images.store.CriImages;
import dev.vedette.sensor.images.store.ImageStore;
import dev.vedette.sensor.images.store.StoreEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what the kubelet has not asked for: in containerd's store, as it is and as it grows, and among containers that
 * only their control groups tell of. Silent where there are no pods at all: that is no node of Kubernetes.
 *
 * <p>Rounds are one thread's; events may come from any.
 */
final class BesideRounds {
    private static final Logger LOG = LoggerFactory.getLogger(BesideRounds.class);
    private static final Duration LIST_AGAIN = Duration.ofSeconds(15);
    /** CRI gives what it pulled its other names moments after the first. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** CRI lists a pod only when it is whole, which takes as long as its network does. */
    private static final Duration UNLISTED_FOR = Duration.ofMinutes(2);
    /** A runtime that was restarted needs a while until it has told of all its containers. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(20);

    private static final int MAX_WAITING = 1_024;
    /** After this many some may be told again, which is told apart by the finding's id. */
    private static final int MAX_TOLD = 20_000;

    private final ImageStore store;
    private final Supplier<List<Container>> unnamed;
    private final FactQueue facts;
    private final Clock clock;
    private final InstantSource steady;
    private final BlockingQueue<StoreEvent> events = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Map<StoreEvent, Instant> imagesToLookAt = new HashMap<>();
    private final Map<String, Instant> suspects = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private Instant listed = Instant.MIN;
    private String trouble = "";

    /**
     * @param unnamed containers that have a control group and no pod
     * @param steady by which it waits, see {@link SteadyTime}
     */
    BesideRounds(
            ImageStore store, Supplier<List<Container>> unnamed, FactQueue facts, Clock clock, InstantSource steady) {
        this.store = store;
        this.unnamed = unnamed;
        this.facts = facts;
        this.clock = clock;
        this.steady = steady;
    }

    /** Takes an event; when too many wait, the next list finds what is left out. */
    void happened(StoreEvent event) {
        boolean taken = events.offer(event);
        if (!taken) {
            listed = Instant.MIN;
        }
    }

    void round() throws InterruptedException {
        try {
            Instant now = steady.instant();
            List<StoreEvent> fresh = new ArrayList<>();
            events.drainTo(fresh);
            for (StoreEvent event : fresh) {
                take(event, now);
            }
            if (listed.isBefore(now.minus(LIST_AGAIN)) || !suspects.isEmpty()) {
                look(now);
                listed = now;
            }
            lookAtImages(now);
            trouble = "";
        } catch (IOException e) {
            if (!trouble.equals(e.getMessage())) {
                trouble = e.getMessage();
                LOG.warn("what is made beside Kubernetes is not seen: {}", trouble);
            }
        }
    }

    private void take(StoreEvent event, Instant now) throws InterruptedException {
        boolean foreign = !event.namespace().equals(ContainerdStore.KUBERNETES);
        switch (event.kind()) {
            case CONTAINER -> {
                if (foreign) {
                    tell(Way.FOREIGN_NAMESPACE, event.namespace(), event.id(), event.image());
                } else {
                    suspects.putIfAbsent(event.id(), now);
                }
            }
            case IMAGE -> {
                if (!foreign && isName(event.id()) && imagesToLookAt.size() < MAX_WAITING) {
                    imagesToLookAt.putIfAbsent(event, now);
                }
            }
        }
    }

    /** CRI keeps each image under its name, its digest and its id; only the name can be wrong. */
    private static boolean isName(String image) {
        return !image.contains("@") && !image.startsWith("sha256:");
    }

    private void look(Instant now) throws IOException, InterruptedException {
        Set<String> byCri = store.cri().containersAndSandboxes();
        if (store.containerd().isPresent()) {
            for (String namespace : store.containerd().get().namespaces()) {
                for (ContainerdStore.Stored stored : store.containerd().get().containers(namespace)) {
                    judge(stored, byCri, now);
                }
            }
        }
        suspects.keySet().removeIf(id -> byCri.contains(id));
        suspects.values().removeIf(since -> since.isBefore(now.minus(UNLISTED_FOR.multipliedBy(2))));
        if (!byCri.isEmpty()) {
            judgeUnnamed(byCri, now);
        }
    }

    private void judge(ContainerdStore.Stored stored, Set<String> byCri, Instant now) throws InterruptedException {
        if (!stored.namespace().equals(ContainerdStore.KUBERNETES)) {
            tell(Way.FOREIGN_NAMESPACE, stored.namespace(), stored.id(), stored.image());
        } else if (!byCri.contains(stored.id()) && !told.contains(stored.id())) {
            Instant since = suspects.computeIfAbsent(stored.id(), id -> now);
            if (!stored.byCri() || !since.isAfter(now.minus(UNLISTED_FOR))) {
                tell(Way.AMONG_PODS, stored.namespace(), stored.id(), stored.image());
            }
        }
    }

    private void judgeUnnamed(Set<String> byCri, Instant now) throws InterruptedException {
        for (Container container : unnamed.get()) {
            if (!byCri.contains(container.id()) && !told.contains(container.id())) {
                String key = "group " + container.id();
                Instant since = suspects.computeIfAbsent(key, id -> now);
                if (!since.isAfter(now.minus(UNKNOWN_FOR))) {
                    suspects.remove(key);
                    told.add(container.id());
                    facts.put(new MadeBesideKubernetes(
                            container, Way.UNKNOWN_TO_CRI, container.runtime(), container.image(), epochNanos()));
                }
            }
        }
    }

    private void lookAtImages(Instant now) throws IOException, InterruptedException {
        for (StoreEvent event : List.copyOf(imagesToLookAt.keySet())) {
            if (imagesToLookAt.get(event).isAfter(now.minus(PATIENCE))) {
                continue;
            }
            imagesToLookAt.remove(event);
            Optional<CriImages.Stored> image = store.cri().image(event.id());
            String path = ImageName.parse(event.id()).path();
            if (image.isPresent()
                    && image.get().digests().stream()
                            .noneMatch(digest -> ImageName.parse(digest).path().equals(path))) {
                facts.put(new MadeBesideKubernetes(
                        Container.HOST, Way.IMAGE_PUT_IN, event.namespace(), event.id(), epochNanos()));
            }
        }
    }

    private void tell(Way way, String where, String id, String image) throws InterruptedException {
        suspects.remove(id);
        if (told.size() >= MAX_TOLD) {
            told.clear();
        }
        if (told.add(id)) {
            Container container = Container.pending(id);
            facts.put(new MadeBesideKubernetes(container, way, where, image, epochNanos()));
        }
    }

    private long epochNanos() {
        Instant instant = clock.instant();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
