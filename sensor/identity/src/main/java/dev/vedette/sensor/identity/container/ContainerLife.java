package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.LifePhase;
import java.util.Optional;

/** One life of a container, from its group being made to its end. Owned by the pipeline thread. */
public final class ContainerLife {
    private final long cgroupId;
    private Container container;
    private LifePhase phase;
    private boolean begun;
    private boolean waitedInVain;
    private ContainerLife around;
    private Isolation spec;
    private Isolation seen;

    ContainerLife(long cgroupId, Container container, LifePhase phase) {
        this.cgroupId = cgroupId;
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
        waitedInVain = false;
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

    /** A program of its own has begun. */
    public void begin() {
        begun = true;
        if (phase != LifePhase.STOPPED) {
            phase = LifePhase.RUNNING;
        }
    }

    /** Whether its main program has ever begun: what the runtime puts in afterwards is another session. */
    public boolean begun() {
        return begun;
    }

    void stop() {
        phase = LifePhase.STOPPED;
    }

    /** Whether its events have waited once for the runtime's word as long as allowed: they don't again. */
    public boolean waitedInVain() {
        return waitedInVain;
    }

    public void giveUpWaiting() {
        waitedInVain = true;
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

    public void see(Isolation isolation) {
        seen = isolation;
    }
}
