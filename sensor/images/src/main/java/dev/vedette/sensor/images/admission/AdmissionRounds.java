package dev.vedette.sensor.images.admission;

import dev.vedette.policy.model.AdmissionMissed;
import dev.vedette.policy.model.AdmissionMissed.Why;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ImageName;
import dev.vedette.sensor.images.FactQueue;
import dev.vedette.sensor.images.store.CriImages;
import dev.vedette.sensor.images.store.ImageStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what runs with what was admitted. Each container is judged once. Not thread-safe. */
public final class AdmissionRounds {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionRounds.class);
    /** The record may come after the pod where the file is shared over a network. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final AdmissionRecords records;
    private final List<ImageStore> stores;
    private final Supplier<List<Container>> running;
    private final FactQueue facts;
    private final Clock clock;
    private final Duration grace;
    private final Set<String> judged = new HashSet<>();
    private final Set<String> olderPods = new HashSet<>();
    private int toldOlder;
    private String trouble = "";

    /**
     * @param file that the webhook keeps
     * @param running the containers of pods that run
     */
    public AdmissionRounds(
            Path file, List<ImageStore> stores, Supplier<List<Container>> running, FactQueue facts, Clock clock) {
        this(file, stores, running, facts, clock, GRACE);
    }

    /** @param grace how long a record may take to come */
    public AdmissionRounds(
            Path file,
            List<ImageStore> stores,
            Supplier<List<Container>> running,
            FactQueue facts,
            Clock clock,
            Duration grace) {
        this.records = new AdmissionRecords(file);
        this.stores = List.copyOf(stores);
        this.running = running;
        this.facts = facts;
        this.clock = clock;
        this.grace = grace;
    }

    /** Looks at what has come since. */
    public void round() throws InterruptedException {
        try {
            List<Container> unjudged = new ArrayList<>(running.get());
            Set<String> present = new HashSet<>();
            unjudged.forEach(container -> present.add(container.id()));
            judged.retainAll(present);
            unjudged.removeIf(container -> judged.contains(container.id()));
            if (unjudged.isEmpty()) {
                return;
            }
            records.readOn();
            if (records.beganEpochNanos() == 0) {
                return;
            }
            Map<String, CriImages.PodOrigin> pods = new HashMap<>();
            for (ImageStore store : stores) {
                pods.putAll(store.cri().podsByUid());
            }
            for (Container container : unjudged) {
                judge(container, pods);
            }
            tellOlder();
            trouble = "";
        } catch (IOException e) {
            say(e instanceof NoSuchFileException ? e.getMessage() + " is not there (yet)" : e.getMessage());
        }
    }

    private void say(String what) {
        if (!trouble.equals(what)) {
            trouble = what;
            LOG.warn("whether pods were admitted is not known: {}", what);
        }
    }

    private void judge(Container container, Map<String, CriImages.PodOrigin> pods)
            throws IOException, InterruptedException {
        Container.Pod pod = container.pod();
        CriImages.PodOrigin origin = pods.get(pod.uid());
        Optional<ImageStore> store = stores.stream()
                .filter(one -> one.runtime().equals(container.runtime()))
                .findFirst();
        if (origin == null || store.isEmpty()) {
            return;
        }
        if (origin.source().equals("file") || origin.source().equals("http")) {
            tell(container, Why.STATIC_POD);
            return;
        }
        if (origin.createdEpochNanos() < records.beganEpochNanos()) {
            judged.add(container.id());
            olderPods.add(pod.uid());
            return;
        }
        Optional<Set<ImageName>> admitted = records.of(pod.uid(), pod.namespace(), pod.name());
        Optional<CriImages.Used> used = store.get().cri().usedBy(container.id());
        if (used.isEmpty()) {
            return;
        }
        if (admitted.isPresent()
                && admitted.get().contains(ImageName.parse(used.get().name()))) {
            judged.add(container.id());
        } else if (now() - container.startedEpochNanos() > grace.toNanos()) {
            tell(container, admitted.isPresent() ? Why.IMAGE_UNKNOWN : Why.POD_UNKNOWN);
        }
    }

    private void tell(Container container, Why why) throws InterruptedException {
        judged.add(container.id());
        facts.put(new AdmissionMissed(container, why, 0, now()));
    }

    private void tellOlder() throws InterruptedException {
        if (olderPods.size() > toldOlder) {
            toldOlder = olderPods.size();
            facts.put(new AdmissionMissed(Container.HOST, Why.OLDER, toldOlder, now()));
        }
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
