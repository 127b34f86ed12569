package dev.vedette.sensor.images;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.images.store.ImageStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the image of every running container once, and again whenever that may tell something new: other policies, a
 * signature that was not there, another day of its age. Not thread-safe.
 */
final class ImageRounds {
    private static final Logger LOG = LoggerFactory.getLogger(ImageRounds.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final Duration SIGNATURE_AGAIN = Duration.ofMinutes(1);
    private static final Duration CONFIGURATION_AGAIN = Duration.ofMinutes(1);

    private final List<ImageStore> stores;
    private final Supplier<List<Container>> running;
    private final PolicyView policies;
    private final ImageLook look;
    private final ConfiguredRegistries configuration;
    private final FactQueue facts;
    private final Clock clock;
    private final InstantSource steady;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Set<String> saidProblems = new HashSet<>();
    private List<RegistryEndpoint> registries = List.of();
    private Set<RegistryEndpoint> toldRegistries = new HashSet<>();
    private Instant configurationRead = Instant.MIN;
    private String trouble = "";

    /** What was told of a container, without the time, and when to look again. */
    private record Seen(ImageObserved fact, Object policies, long day, Instant again) {}

    ImageRounds(
            List<ImageStore> stores,
            Supplier<List<Container>> running,
            PolicyView policies,
            ImageLook look,
            ConfiguredRegistries configuration,
            FactQueue facts,
            Clock clock,
            InstantSource steady) {
        this.stores = List.copyOf(stores);
        this.running = running;
        this.policies = policies;
        this.look = look;
        this.configuration = configuration;
        this.facts = facts;
        this.clock = clock;
        this.steady = steady;
    }

    void round() throws InterruptedException {
        Instant now = steady.instant();
        if (configurationRead.isBefore(now.minus(CONFIGURATION_AGAIN))) {
            readConfiguration();
            configurationRead = now;
        }
        List<Container> containers = running.get();
        Set<String> present = new HashSet<>();
        for (Container container : containers) {
            present.add(container.id());
            Seen before = seen.get(container.id());
            if (before == null
                    || before.policies() != policies.version()
                    || before.again().isBefore(now)) {
                lookAt(container, before, now);
            }
        }
        seen.keySet().retainAll(present);
        look.save();
    }

    private void readConfiguration() throws InterruptedException {
        registries = configuration.read(0, this::say);
        Set<RegistryEndpoint> current = new HashSet<>(registries);
        for (RegistryEndpoint place : registries) {
            if (!toldRegistries.contains(place)) {
                facts.put(new RegistryEndpoint(
                        place.runtime(),
                        place.registry(),
                        place.url(),
                        place.encrypted(),
                        place.verified(),
                        place.loopback(),
                        place.place(),
                        epochNanos()));
            }
        }
        toldRegistries = current;
    }

    private void say(ConfigProblem problem) {
        if (saidProblems.add(problem.sentence())) {
            LOG.warn("{}", problem.sentence());
        }
    }

    private void lookAt(Container container, Seen before, Instant now) throws InterruptedException {
        Optional<ImageStore> store = stores.stream()
                .filter(one -> one.runtime().equals(container.runtime()))
                .findFirst();
        if (store.isEmpty()) {
            return;
        }
        Object version = policies.version();
        try {
            Optional<ImageObserved> fact =
                    look.at(container, store.get(), registries, policies.of(container), epochNanos());
            if (fact.isPresent()) {
                tell(container, fact.get(), before, version, now);
            }
            trouble = "";
        } catch (IOException e) {
            if (!trouble.equals(e.getMessage())) {
                trouble = e.getMessage();
                LOG.warn("{}", trouble);
            }
        }
    }

    private void tell(Container container, ImageObserved fact, Seen before, Object version, Instant now)
            throws InterruptedException {
        State state = fact.signature().state();
        boolean unsigned = state != State.NOT_ASKED && state != State.VALID;
        long day = clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds();
        ImageObserved timeless = at(fact, 0);
        // A signature that is missing is told again: only the rule knows when its time of grace is over.
        if (before == null
                || unsigned
                || before.policies() != version
                || before.day() != day
                || !before.fact().equals(timeless)) {
            facts.put(fact);
        }
        seen.put(container.id(), new Seen(timeless, version, day, now.plus(unsigned ? SIGNATURE_AGAIN : LOOK_AGAIN)));
    }

    private static ImageObserved at(ImageObserved fact, long epochNanos) {
        return new ImageObserved(
                fact.source(),
                fact.container(),
                fact.name(),
                fact.digests(),
                fact.mirrors(),
                fact.tag(),
                fact.signature(),
                fact.content(),
                fact.place(),
                epochNanos,
                fact.origin());
    }

    private long epochNanos() {
        Instant instant = clock.instant();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
