package dev.vedette.sensor.images.admission;

import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AdmissionCompared;
import dev.vedette.policy.model.AdmissionMissed;
import dev.vedette.policy.model.AdmissionMissed.Why;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.MadeBesideKubernetes;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.images.FactQueue;
import dev.vedette.sensor.images.Resident;
import dev.vedette.sensor.images.store.CriImages;
import dev.vedette.sensor.images.store.ImageStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what runs with what was admitted: each container once by its pod and its image, and how it is kept apart once by
 * its specification and whenever the kernel shows something wider. Not thread-safe.
 */
public final class AdmissionRounds {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionRounds.class);
    /** The record may come after the pod where the file is shared over a network. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Admissions admissions;
    private final List<ImageStore> stores;
    private final Supplier<List<Resident>> running;
    private final FactQueue facts;
    private final NodeRoot node;
    private final Clock clock;
    private final Duration grace;
    private final Map<String, Judged> judged = new HashMap<>();
    private final Set<String> olderPods = new HashSet<>();
    private int toldOlder;
    private String trouble = "";

    /** What became of a container; a null {@code admitted} leaves nothing to compare. */
    private record Judged(AdmittedContainer admitted, String digest, Isolation spec, Isolation seen) {
        static final Judged WITHOUT = new Judged(null, "", null, null);
    }

    /**
     * @param running the containers of pods that run
     * @param node whose links admitted paths lead through
     */
    public AdmissionRounds(
            AdmissionSources sources,
            List<ImageStore> stores,
            Supplier<List<Resident>> running,
            FactQueue facts,
            NodeRoot node,
            Clock clock) {
        this(sources, stores, running, facts, node, clock, GRACE);
    }

    /** @param grace how long a record may take to come */
    public AdmissionRounds(
            AdmissionSources sources,
            List<ImageStore> stores,
            Supplier<List<Resident>> running,
            FactQueue facts,
            NodeRoot node,
            Clock clock,
            Duration grace) {
        this.admissions = new Admissions(sources, clock.millis() * 1_000_000L);
        this.stores = List.copyOf(stores);
        this.running = running;
        this.facts = facts;
        this.node = node;
        this.clock = clock;
        this.grace = grace;
    }

    /** Looks at what has come since. */
    public void round() throws InterruptedException {
        try {
            List<Resident> residents = running.get();
            judged.keySet()
                    .retainAll(residents.stream()
                            .map(resident -> resident.container().id())
                            .collect(Collectors.toSet()));
            List<Container> unjudged = residents.stream()
                    .map(Resident::container)
                    .filter(container -> !judged.containsKey(container.id()))
                    .toList();
            if (!unjudged.isEmpty()) {
                judge(unjudged);
            }
            for (Resident resident : residents) {
                compare(resident);
            }
            admissions.readOn();
            tellRequests(residents);
            trouble = "";
        } catch (IOException e) {
            say(e instanceof NoSuchFileException ? e.getMessage() + " is not there (yet)" : e.getMessage());
        }
    }

    /** Ways into the pods of this node; a container that is named nowhere is the pod's first, or its only one. */
    private void tellRequests(List<Resident> residents) throws InterruptedException {
        for (AccessRequested request : admissions.takeRequests()) {
            Container asked = request.container();
            Optional<Container> known = residents.stream()
                    .map(Resident::container)
                    .filter(container ->
                            container.pod().namespace().equals(asked.pod().namespace())
                                    && container.pod().name().equals(asked.pod().name()))
                    .min(Comparator.comparing(container -> container.name().equals(asked.name()) ? 0 : 1));
            if (known.isPresent()) {
                facts.put(request.of(known.get()));
            }
        }
    }

    private void say(String what) {
        if (!trouble.equals(what)) {
            trouble = what;
            LOG.warn("whether pods were admitted is not known: {}", what);
        }
    }

    private void judge(List<Container> unjudged) throws IOException, InterruptedException {
        admissions.readOn();
        Map<String, CriImages.PodOrigin> pods = new HashMap<>();
        for (ImageStore store : stores) {
            pods.putAll(store.cri().podsByUid());
        }
        Map<String, Optional<Admissions.Known>> known = new HashMap<>();
        for (Container container : unjudged) {
            CriImages.PodOrigin origin = pods.get(container.pod().uid());
            if (origin != null) {
                known.put(container.id(), admissions.of(container.pod(), origin.seal()));
            }
        }
        if (!admissions.haveBegun()) {
            return;
        }
        for (Container container : unjudged) {
            if (known.containsKey(container.id())) {
                judge(container, pods.get(container.pod().uid()), known.get(container.id()));
            }
        }
        if (olderPods.size() > toldOlder) {
            toldOlder = olderPods.size();
            facts.put(new AdmissionMissed(Container.HOST, Why.OLDER, toldOlder, now()));
        }
    }

    private void judge(Container container, CriImages.PodOrigin origin, Optional<Admissions.Known> known)
            throws IOException, InterruptedException {
        Optional<ImageStore> store = stores.stream()
                .filter(one -> one.runtime().equals(container.runtime()))
                .findFirst();
        if (store.isEmpty()) {
            return;
        }
        if (origin.isStatic()) {
            tell(container, Why.STATIC_POD);
        } else if (known.isEmpty() && !admissions.shouldKnow(origin.createdEpochNanos())) {
            judged.put(container.id(), Judged.WITHOUT);
            olderPods.add(container.pod().uid());
        } else {
            judge(container, origin, known, store.get().cri().usedBy(container.id()));
        }
    }

    private void judge(
            Container container,
            CriImages.PodOrigin origin,
            Optional<Admissions.Known> known,
            Optional<CriImages.Used> used)
            throws InterruptedException {
        if (used.isEmpty()) {
            return;
        }
        Optional<AdmittedContainer> admitted =
                known.flatMap(one -> one.pod().container(container.name())).map(one -> one.on(node::withoutLinks));
        boolean putInLater = container.role() == Container.Role.EPHEMERAL
                && known.filter(Admissions.Known::sealed).isPresent();
        if (admitted.isPresent() && isImage(used.get(), admitted.get())) {
            judged.put(
                    container.id(), new Judged(admitted.get(), known.get().pod().digest(), null, null));
        } else if (putInLater) {
            judged.put(container.id(), Judged.WITHOUT);
        } else if (now() - container.startedEpochNanos() > grace.toNanos()) {
            tellUnknown(container, origin, known, admitted);
        }
    }

    private static boolean isImage(CriImages.Used used, AdmittedContainer admitted) {
        return ImageName.parse(used.name()).equals(ImageName.parse(admitted.image()));
    }

    private void tellUnknown(
            Container container,
            CriImages.PodOrigin origin,
            Optional<Admissions.Known> known,
            Optional<AdmittedContainer> admitted)
            throws InterruptedException {
        if (known.isEmpty() && origin.source().isEmpty()) {
            judged.put(container.id(), Judged.WITHOUT);
            facts.put(new MadeBesideKubernetes(
                    container, MadeBesideKubernetes.Way.THROUGH_CRI, container.runtime(), container.image(), now()));
            return;
        }
        Why why = admitted.isPresent() ? Why.IMAGE_UNKNOWN : Why.CONTAINER_UNKNOWN;
        tell(container, known.isEmpty() ? Why.POD_UNKNOWN : why);
        // Another image is no reason to leave out how it is kept apart.
        admitted.ifPresent(one ->
                judged.put(container.id(), new Judged(one, known.get().pod().digest(), null, null)));
    }

    private void tell(Container container, Why why) throws InterruptedException {
        judged.put(container.id(), Judged.WITHOUT);
        facts.put(new AdmissionMissed(container, why, 0, now()));
    }

    private void compare(Resident resident) throws InterruptedException {
        Container container = resident.container();
        Judged before = judged.get(container.id());
        if (before == null || before.admitted() == null) {
            return;
        }
        Isolation spec = resident.spec().orElse(before.spec());
        Isolation seen = resident.seen().orElse(before.seen());
        if (!Objects.equals(spec, before.spec())) {
            facts.put(
                    new AdmissionCompared(container, before.admitted(), spec, Source.RUNTIME, before.digest(), now()));
        }
        if (!Objects.equals(seen, before.seen())) {
            facts.put(new AdmissionCompared(container, before.admitted(), seen, Source.KERNEL, before.digest(), now()));
        }
        judged.put(container.id(), new Judged(before.admitted(), before.digest(), spec, seen));
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
