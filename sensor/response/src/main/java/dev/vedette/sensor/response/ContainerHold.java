package dev.vedette.sensor.response;

import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.Holding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a container and lets it go on.
 *
 * <p>By the runtime's own way, whose state then says so to everybody; where it has none, the kernel's freezer does it.
 * Either way the freezer is read afterwards. Thread-safe.
 */
final class ContainerHold {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerHold.class);
    private static final String FREEZER = "cgroup freezer";
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration STANDSTILL = Duration.ofMillis(200);

    /**
     * How long the runtime has before the freezer does it too. One that is overtaken finds the container frozen and
     * refuses, so that its state never says that it is paused: it gets several times what it usually takes.
     */
    private static final Duration HEAD_START = Duration.ofMillis(150);

    /** A runtime that hangs must not keep an intruder running for long: then the freezer does it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CgroupFreezer freezer;
    private final List<Holding> runtimes;
    /** Pauses that a runtime has been asked for and has not answered. */
    private final Map<String, CompletableFuture<Optional<Holding>>> pausing = new ConcurrentHashMap<>();

    ContainerHold(CgroupFreezer freezer, List<? extends ContainerRuntime> runtimes) {
        this.freezer = freezer;
        this.runtimes = runtimes.stream()
                .map(runtime -> runtime.holding(PATIENCE))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Holds it by the runtime, so that its state says so to everybody. A runtime that takes its time gets help: the
     * kernel's freezer holds the container meanwhile, whatever the runtime is still doing.
     */
    Effect pause(String containerId) {
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            if (cgroup.isFrozen()) {
                return Effect.verified(FREEZER, "the container stood still already");
            }
            CompletableFuture<Optional<Holding>> asked = ask(containerId);
            boolean itsOwnWay = becomes(cgroup, true, HEAD_START, asked);
            if (!itsOwnWay) {
                cgroup.freeze();
            }
            if (!becomes(cgroup, true, BOUND, new CompletableFuture<>())) {
                return Effect.withoutEffect(
                        FREEZER, "not all of its processes stand still after " + BOUND.toSeconds() + " s");
            }
            Optional<Holding> byRuntime = itsOwnWay ? answer(asked) : Optional.empty();
            return Effect.verified(byRuntime.map(Holding::name).orElse(FREEZER), seen(byRuntime, containerId));
        } catch (IOException e) {
            return ended(containerId, e);
        }
    }

    /** The container stands still already; a runtime that did it says so a moment later. */
    private static Optional<Holding> answer(CompletableFuture<Optional<Holding>> asked) {
        try {
            return asked.get(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A runtime that is still at it would hold the container again after it was let go. */
    private void awaitPause(String containerId) {
        CompletableFuture<Optional<Holding>> asked = pausing.get(containerId);
        if (asked != null) {
            try {
                asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn("A runtime is still pausing container {}: it may be held again", containerId);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CompletableFuture<Optional<Holding>> ask(String containerId) {
        CompletableFuture<Optional<Holding>> asked = new CompletableFuture<>();
        pausing.put(containerId, asked);
        Thread.ofVirtual().name("hold-" + containerId).start(() -> {
            Optional<Holding> byRuntime = byRuntime(runtimes, runtime -> runtime.pause(containerId));
            pausing.remove(containerId, asked);
            asked.complete(byRuntime);
        });
        return asked;
    }

    boolean isHeld(String containerId) throws IOException {
        return freezer.of(containerId).isFrozen();
    }

    /** Something to do while a container stands still. */
    interface Deed<X extends Exception> {
        /** @param still whether it is certain that nothing of the container runs */
        void run(boolean still) throws X;
    }

    /** Has the container stand still while something is done; it goes on afterwards if it did before. */
    <X extends Exception> void during(String containerId, Deed<X> deed) throws X {
        Optional<FrozenCgroup> frozen = Optional.empty();
        boolean still = false;
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            still = cgroup.isFrozen();
            if (!still) {
                frozen = Optional.of(cgroup);
                cgroup.freeze();
                still = becomes(cgroup, true, STANDSTILL, new CompletableFuture<>());
            }
        } catch (IOException e) {
            LOG.debug("it is done while the container runs", e);
        }
        try {
            deed.run(still);
        } finally {
            frozen.ifPresent(ContainerHold::thaw);
        }
    }

    private static void thaw(FrozenCgroup cgroup) {
        try {
            cgroup.thaw();
        } catch (IOException e) {
            LOG.debug("the container has ended", e);
        }
    }

    Effect resume(String containerId) {
        awaitPause(containerId);
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            if (!cgroup.isFrozen()) {
                cgroup.thaw(); // a freeze that never came to its end must not come to it later
                return Effect.verified(FREEZER, "the container was not held");
            }
            Optional<Holding> byRuntime = byRuntime(runtimes, runtime -> runtime.resume(containerId));
            if (byRuntime.isEmpty() || cgroup.isFrozen()) {
                cgroup.thaw(); // it may have been frozen in the hierarchy that the runtime does not use
            }
            String how = byRuntime.map(Holding::name).orElse(FREEZER);
            return becomes(cgroup, false, BOUND, new CompletableFuture<>())
                    ? Effect.verified(how, "the freezer lets its processes run")
                    : Effect.withoutEffect(how, "the freezer still holds it after " + BOUND.toSeconds() + " s");
        } catch (IOException e) {
            return ended(containerId, e);
        }
    }

    private static Effect ended(String containerId, IOException e) {
        return e instanceof NoSuchFileException
                ? Effect.failed(FREEZER, "container " + containerId + " has ended meanwhile")
                : Effect.of(FREEZER, e);
    }

    private static String seen(Optional<Holding> byRuntime, String containerId) {
        try {
            return byRuntime
                            .map(runtime -> "the runtime calls it " + runtime.state(containerId) + " and the freezer")
                            .orElse("the freezer")
                    + " holds all its processes";
        } catch (ContainerRuntimeException e) {
            LOG.debug("The task's state is not to be had", e);
            return "the freezer holds all its processes";
        }
    }

    /** The first runtime that has done it; the others do not know the container. */
    private static Optional<Holding> byRuntime(List<Holding> asked, Consumer<Holding> deed) {
        for (Holding runtime : asked) {
            try {
                deed.accept(runtime);
                return Optional.of(runtime);
            } catch (ContainerRuntimeException e) {
                if (e.reason() != ContainerRuntimeException.Reason.NOT_FOUND) {
                    LOG.debug("{} would not do it, the freezer will: {}", runtime.name(), e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** Waits, at most for the bound; no longer than until {@code asked} has come to nothing. */
    private static boolean becomes(
            FrozenCgroup cgroup, boolean frozen, Duration bound, CompletableFuture<Optional<Holding>> asked)
            throws IOException {
        long end = System.nanoTime() + bound.toNanos();
        while (cgroup.isFrozen() != frozen) {
            if (System.nanoTime() > end || (asked.isDone() && asked.join().isEmpty())) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return true;
    }
}
