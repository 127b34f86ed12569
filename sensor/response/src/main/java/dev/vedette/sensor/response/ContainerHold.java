package dev.vedette.sensor.response;

import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.Holding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a container and lets it go on.
 *
 * <p>By the runtime's own way, whose state then says so to everybody; where it has none, the kernel's freezer does it. Either way the freezer is read afterwards. Thread-safe.
 */
final class ContainerHold {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerHold.class);
    private static final String FREEZER = "cgroup freezer";
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(5);

    /** A runtime that hangs must not keep an intruder running for long: then the freezer does it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CgroupFreezer freezer;
    private final List<Holding> runtimes;

    ContainerHold(CgroupFreezer freezer, List<? extends ContainerRuntime> runtimes) {
        this.freezer = freezer;
        this.runtimes = runtimes.stream()
                .map(runtime -> runtime.holding(PATIENCE))
                .flatMap(Optional::stream)
                .toList();
    }

    Effect pause(String containerId) {
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            if (cgroup.isFrozen()) {
                return Effect.verified(FREEZER, "the container stood still already");
            }
            Optional<Holding> byRuntime = byRuntime(runtime -> runtime.pause(containerId));
            if (byRuntime.isEmpty()) {
                cgroup.freeze();
            }
            String how = byRuntime.map(Holding::name).orElse(FREEZER);
            return becomes(cgroup, true)
                    ? Effect.verified(how, seen(byRuntime, containerId))
                    : Effect.failed(how, "not all of its processes stand still after " + BOUND.toSeconds() + " s");
        } catch (IOException e) {
            return ended(containerId, e);
        }
    }

    Effect resume(String containerId) {
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            if (!cgroup.isFrozen()) {
                cgroup.thaw(); // a freeze that never came to its end must not come to it later
                return Effect.verified(FREEZER, "the container was not held");
            }
            Optional<Holding> byRuntime = byRuntime(runtime -> runtime.resume(containerId));
            if (byRuntime.isEmpty() || cgroup.isFrozen()) {
                cgroup.thaw(); // it may have been frozen in the hierarchy that the runtime does not use
            }
            String how = byRuntime.map(Holding::name).orElse(FREEZER);
            return becomes(cgroup, false)
                    ? Effect.verified(how, "the freezer lets its processes run")
                    : Effect.failed(how, "the freezer still holds it after " + BOUND.toSeconds() + " s");
        } catch (IOException e) {
            return ended(containerId, e);
        }
    }

    private static Effect ended(String containerId, IOException e) {
        return e instanceof NoSuchFileException
                ? Effect.failed(FREEZER, "container " + containerId + " has ended meanwhile")
                : Effect.failed(FREEZER, e.getMessage());
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
    private Optional<Holding> byRuntime(Consumer<Holding> deed) {
        for (Holding runtime : runtimes) {
            try {
                deed.accept(runtime);
                return Optional.of(runtime);
            } catch (ContainerRuntimeException e) {
                if (e.reason() != ContainerRuntimeException.Reason.NOT_FOUND) {
                    LOG.warn("{} would not do it, the freezer will: {}", runtime.name(), e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean becomes(FrozenCgroup cgroup, boolean frozen) throws IOException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (cgroup.isFrozen() != frozen) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return true;
    }
}
