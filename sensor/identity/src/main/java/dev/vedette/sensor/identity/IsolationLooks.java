package dev.vedette.sensor.identity;

import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.container.ContainerLife;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Looks at how far containers are really kept apart, beside the pipeline: mount tables and devices are read from files, and
 * a node with many mounts would hold up every container's events. A look begins at once, since a short process shows
 * nothing any more after its end.
 *
 * <p>The pipeline thread owns it: only the looking itself is done by the executor, and what was seen is given out on the
 * pipeline thread by {@link #giveOut}, or at once where the executor looks at once. At most one look waits for each first
 * program and session.
 */
final class IsolationLooks {
    private final KernelIsolation isolation;
    private final Executor executor;
    private final Queue<Runnable> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param executor does the looking */
    IsolationLooks(KernelIsolation isolation, Executor executor) {
        this.isolation = isolation;
        this.executor = executor;
    }

    /**
     * Looks at a process that has just passed into its container.
     *
     * @param told gets what was seen, later, if it is wider than what was seen of this container before
     */
    void look(ProcessInfo process, ContainerLife life, Consumer<Isolation> told) {
        String podUid = life.container().pod().uid();
        underWay.incrementAndGet();
        executor.execute(() -> {
            try {
                Isolation now = isolation.look(process, podUid);
                seen.add(() -> settle(life, process.id(), now, told));
            } finally {
                // Told before it is counted as done: who sees none under way finds all in the queue.
                underWay.decrementAndGet();
            }
        });
        giveOut();
    }

    private static void settle(ContainerLife life, ProcessId process, Isolation now, Consumer<Isolation> told) {
        if (life.seen().filter(before -> !KernelIsolation.wider(now, before)).isEmpty()) {
            life.see(now, process);
            told.accept(now);
        }
    }

    /** Whether something may be given out soon. */
    boolean areUnderWay() {
        return underWay.get() > 0 || !seen.isEmpty();
    }

    /** Tells what has been seen meanwhile. */
    void giveOut() {
        for (Runnable one = seen.poll(); one != null; one = seen.poll()) {
            one.run();
        }
    }
}
