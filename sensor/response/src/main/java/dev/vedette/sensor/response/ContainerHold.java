package dev.vedette.sensor.response;

import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.CriException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a container and lets it go on.
 *
 * <p>CRI has no such call. containerd's own task service has, and its state then says so to everybody; where that is not
 * to be had, the kernel's freezer does it. Either way the freezer is read afterwards. Thread-safe.
 */
final class ContainerHold {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerHold.class);
    private static final String TASKS = "containerd tasks";
    private static final String FREEZER = "cgroup freezer";
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(5);

    private final CgroupFreezer freezer;

    ContainerHold(CgroupFreezer freezer) {
        this.freezer = freezer;
    }

    /** @param runtime the one the container belongs to; empty if none of them answers */
    Effect pause(Optional<CriClient> runtime, String containerId) {
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            if (cgroup.isFrozen()) {
                return Effect.verified(FREEZER, "the container stood still already");
            }
            boolean byTasks = tasks(runtime)
                    .filter(tasks -> tried(() -> tasks.pause(containerId)))
                    .isPresent();
            if (!byTasks) {
                cgroup.freeze();
            }
            String how = byTasks ? TASKS : FREEZER;
            return becomes(cgroup, true)
                    ? Effect.verified(how, seen(runtime, byTasks, containerId))
                    : Effect.failed(how, "not all of its processes stand still after " + BOUND.toSeconds() + " s");
        } catch (IOException e) {
            return ended(containerId, e);
        }
    }

    Effect resume(Optional<CriClient> runtime, String containerId) {
        try {
            FrozenCgroup cgroup = freezer.of(containerId);
            if (!cgroup.isFrozen()) {
                return Effect.verified(FREEZER, "the container was not held");
            }
            boolean byTasks = tasks(runtime)
                    .filter(tasks -> tried(() -> tasks.resume(containerId)))
                    .isPresent();
            if (!byTasks || cgroup.isFrozen()) {
                cgroup.thaw(); // it may have been frozen in the hierarchy that the runtime does not use
            }
            String how = byTasks ? TASKS : FREEZER;
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

    private String seen(Optional<CriClient> runtime, boolean byTasks, String containerId) {
        if (byTasks) {
            try {
                return "the task is "
                        + new ContainerdTasks(runtime.orElseThrow().connection()).state(containerId)
                        + " and the freezer holds all its processes";
            } catch (CriException e) {
                LOG.debug("The task's state is not to be had", e);
            }
        }
        return "the freezer holds all its processes";
    }

    private static Optional<ContainerdTasks> tasks(Optional<CriClient> runtime) {
        return runtime.filter(client -> client.endpoint().kind().hasContainerdTasks())
                .map(client -> new ContainerdTasks(client.connection()));
    }

    private static boolean tried(Runnable call) {
        try {
            call.run();
            return true;
        } catch (CriException e) {
            LOG.warn("containerd would not do it, the freezer will: {}", e.getMessage());
            return false;
        }
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
