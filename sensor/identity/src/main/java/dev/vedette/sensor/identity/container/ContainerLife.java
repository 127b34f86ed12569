package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.ProcessId;
import java.util.Optional;

/** One life of a container, from its group being made to its end. Owned by the pipeline thread. */
public final class ContainerLife {
    private final long cgroupId;
    private final long madeBootNanos;
    private Container container;
    private LifePhase phase;
    private boolean begun;
    private long mountNamespace;
    private boolean waitedInVain;
    private long stoppedBootNanos;
    private long pendingSinceNanos;
    private long sentPending;
    private FileObject maker = FileObject.NONE;
    private ContainerLife around;
    private Isolation spec;
    private Isolation seen;
    private ProcessId shownBy;

    /** @param madeBootNanos when its group was made, boot clock; 0 where nobody saw it */
    ContainerLife(long cgroupId, long madeBootNanos, Container container, LifePhase phase) {
        this.cgroupId = cgroupId;
        this.madeBootNanos = madeBootNanos;
        this.container = container;
        this.phase = phase;
        this.begun = phase == LifePhase.RUNNING;
    }

    public long cgroupId() {
        return cgroupId;
    }

    public String containerId() {
        return container.id();
    }

    /** Who it is, as far as known now. */
    public Container container() {
        return container;
    }

    /** Whether the runtime has given it this name. */
    public boolean containerIs(String name) {
        return container.name().equals(name);
    }

    public boolean known() {
        return container.identity() == Container.Identity.KNOWN;
    }

    void learn(Container known) {
        container = known;
    }

    ContainerLife inside(ContainerLife outer) {
        around = outer;
        return this;
    }

    /** Whether its group counted as {@code other}'s until a runtime said better. */
    public boolean isInside(ContainerLife other) {
        return around == other;
    }

    public LifePhase phase() {
        return phase;
    }

    /** The runtime has put its first process in. */
    void entered() {
        if (phase == LifePhase.CREATED) {
            phase = LifePhase.SETUP;
        }
    }

    /**
     * A program of its own has begun.
     *
     * @param mount the mount namespace that it lives in; the first one's is the container's
     */
    public void begin(long mount) {
        begun = true;
        if (mountNamespace == 0) {
            mountNamespace = mount;
        }
        if (phase != LifePhase.STOPPED) {
            phase = LifePhase.RUNNING;
        }
    }

    /** Whether a program that begins in this mount namespace, which is not the node's, has begun inside it. */
    boolean isInside(long mount) {
        return mountNamespace == 0 || mountNamespace == mount;
    }

    /** Whether its main program has ever begun: what the runtime puts in afterwards is another session. */
    public boolean begun() {
        return begun;
    }

    /** @param bootNanos when its group was removed, boot clock */
    void stop(long bootNanos) {
        phase = LifePhase.STOPPED;
        stoppedBootNanos = bootNanos;
    }

    /** When its group was made, boot clock; 0 where nobody saw it. */
    public long madeBootNanos() {
        return madeBootNanos;
    }

    /**
     * Whether a process that began then can belong to it: one that began after the group had gone lives in another group
     * with the same number.
     */
    boolean canHold(long startBootNanos) {
        return phase != LifePhase.STOPPED || stoppedBootNanos == 0 || startBootNanos <= stoppedBootNanos;
    }

    /** The program by which its group was made. */
    public FileObject maker() {
        return maker;
    }

    public void madeBy(FileObject program) {
        maker = program;
    }

    /** Whether its events have waited once for the runtime's word as long as allowed: they don't again. */
    public boolean waitedInVain() {
        return waitedInVain;
    }

    /** @param sinceNanos when its first event began to wait, {@link System#nanoTime()} */
    public void giveUpWaiting(long sinceNanos) {
        waitedInVain = true;
        pendingSinceNanos = sinceNanos;
    }

    /** When its first event began to wait, {@link System#nanoTime()}; meaningful only after it has waited in vain. */
    public long pendingSinceNanos() {
        return pendingSinceNanos;
    }

    public void sentPending(int events) {
        sentPending += events;
    }

    /** How many of its events went out without its identity. */
    public long sentPending() {
        return sentPending;
    }

    /** The isolation that its specification gives it, if the runtime has said. */
    public Optional<Isolation> spec() {
        return Optional.ofNullable(spec);
    }

    public void specify(Isolation specification) {
        spec = specification;
    }

    /** The widest isolation that the kernel has shown so far. */
    public Optional<Isolation> seen() {
        return Optional.ofNullable(seen);
    }

    /** The process that has shown {@link #seen}; null before anything was. */
    public ProcessId shownBy() {
        return shownBy;
    }

    /** @param process by which it is seen */
    public void see(Isolation isolation, ProcessId process) {
        seen = isolation;
        shownBy = process;
    }
}
