package dev.vedette.sensor.images;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.images.admission.AdmissionRounds;
import dev.vedette.sensor.images.store.ContainerdStore;
import dev.vedette.sensor.images.store.ImageStore;
import io.grpc.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps looking at the images of a node, on threads of its own between {@link #start} and {@link #close}; what it sees
 * goes into a {@link FactQueue}.
 */
public final class ImageWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration EVENTS_AGAIN = Duration.ofSeconds(2);

    private final List<ImageStore> stores;
    private final ImageRounds images;
    private final List<BesideRounds> beside = new ArrayList<>();
    private final Optional<AdmissionRounds> admissions;
    private final Context.CancellableContext subscription = Context.ROOT.withCancellation();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** Who runs on the node. */
    public interface Residents {
        /** Containers of pods that run. */
        List<Resident> inPods();

        /** The same without how they are kept apart. */
        default List<Container> ofPods() {
            return inPods().stream().map(Resident::container).toList();
        }

        /** Containers that have a control group and no pod. */
        List<Container> withoutPod();
    }

    public ImageWatch(
            List<ImageStore> stores,
            Residents residents,
            PolicyView policies,
            ImageLook look,
            ConfiguredRegistries configuration,
            Optional<AdmissionRounds> admissions,
            FactQueue facts,
            Clock clock) {
        this.stores = List.copyOf(stores);
        this.admissions = admissions;
        InstantSource steady = new SteadyTime();
        this.images = new ImageRounds(stores, residents::ofPods, policies, look, configuration, facts, clock, steady);
        for (ImageStore store : stores) {
            // What has only a control group is nobody's in particular: one runtime's list of its own must not judge it
            // while another might know it.
            Supplier<List<Container>> unnamed = stores.size() == 1 ? residents::withoutPod : List::of;
            beside.add(new BesideRounds(store, unnamed, facts, clock, steady));
        }
    }

    public void start() {
        threads.add(Thread.ofVirtual().name("images").start(this::rounds));
        for (int i = 0; i < stores.size(); i++) {
            BesideRounds rounds = beside.get(i);
            stores.get(i)
                    .containerd()
                    .ifPresent(store ->
                            threads.add(Thread.ofVirtual().name("image-events").start(() -> follow(store, rounds))));
        }
    }

    private void rounds() {
        try {
            while (!closed) {
                round();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void round() throws InterruptedException {
        try {
            images.round();
            for (BesideRounds one : beside) {
                one.round();
            }
            if (admissions.isPresent()) {
                admissions.get().round();
            }
        } catch (RuntimeException e) {
            LOG.error("a look at the images failed, and the next comes all the same", e);
        }
    }

    private void follow(ContainerdStore store, BesideRounds rounds) {
        try {
            while (!closed) {
                try {
                    store.events(subscription, rounds::happened);
                } catch (IOException e) {
                    // Who asks for the list says so; events are only sooner.
                    LOG.debug("containerd's events ended: {}", e.getMessage());
                }
                Thread.sleep(EVENTS_AGAIN);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.cancel(null);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
