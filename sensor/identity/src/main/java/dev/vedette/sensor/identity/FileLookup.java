package dev.vedette.sensor.identity;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.container.Residence;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.process.ProcessTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks files up as a process would see them, without letting a file system that does not answer hold up the pipeline:
 * a thread of its own looks, and while it hangs nothing more is looked up. Owned by the pipeline thread.
 */
final class FileLookup {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final NodeView node;
    private final ProcessTable processes;
    private final IdentityMetrics metrics;
    private final ExecutorService looking = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("file-lookup").daemon().factory());
    private Future<Optional<FileObject>> hanging;

    FileLookup(NodeView node, ProcessTable processes, IdentityMetrics metrics) {
        this.node = node;
        this.processes = processes;
        this.metrics = metrics;
    }

    /**
     * Finds a file.
     *
     * @param path absolute, from the process's root
     * @param followLast whether a symbolic link at the path's end is followed
     */
    Optional<FileObject> find(ProcessInfo process, Optional<Residence> residence, String path, boolean followLast) {
        if (hanging != null && !hanging.isDone()) {
            metrics.fileLookedUp("skipped");
            return Optional.empty();
        }
        hanging = looking.submit(() -> node.fileOf(process.pid(), path, followLast)
                .or(() -> neighbour(process, residence).flatMap(pid -> node.fileOf(pid, path, followLast))));
        return answer();
    }

    private Optional<FileObject> answer() {
        try {
            Optional<FileObject> found = hanging.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            metrics.fileLookedUp(found.isPresent() ? "found" : "absent");
            return found;
        } catch (TimeoutException e) {
            metrics.fileLookedUp("hangs");
        } catch (ExecutionException e) {
            metrics.fileLookedUp("failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** A process that has ended is stood for by another one of its container with the same view of files. */
    private Optional<Integer> neighbour(ProcessInfo process, Optional<Residence> residence) {
        long mount = process.namespaces().mount();
        if (mount == 0 || residence.isEmpty()) {
            return Optional.empty();
        }
        return processes.all().stream()
                .filter(other -> other.info().namespaces().mount() == mount
                        && other.info().pid() != process.pid()
                        && other.residence()
                                .filter(home -> home.life() == residence.get().life() && home.running())
                                .isPresent())
                .map(other -> other.info().pid())
                .findFirst();
    }
}
