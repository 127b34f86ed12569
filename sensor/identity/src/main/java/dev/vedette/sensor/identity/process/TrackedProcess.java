package dev.vedette.sensor.identity.process;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.container.Residence;
import java.util.Optional;

/** A process that lives, with what changes about it. Owned by the pipeline thread. */
public final class TrackedProcess {
    private ProcessInfo info;
    private boolean exactStart;
    private boolean hasChildren;
    private int generation;
    private Residence residence;
    private boolean visitor;

    TrackedProcess(ProcessInfo info, boolean exactStart, int generation) {
        this.info = info;
        this.exactStart = exactStart;
        this.generation = generation;
    }

    /** As it is now; an immutable record that may be kept. */
    public ProcessInfo info() {
        return info;
    }

    /** The container that it lives in; empty for a process of the node. */
    public Optional<Residence> residence() {
        return Optional.ofNullable(residence);
    }

    /**
     * Puts it into a container.
     *
     * @param residence null for the node itself
     */
    public void settle(Residence residence) {
        this.residence = residence;
        this.visitor = false;
    }

    /** It is the node's, whatever container's group it is in. */
    public void visit() {
        this.residence = null;
        this.visitor = true;
    }

    /** Whether it is a process of the node in a container's group. */
    public boolean isVisitor() {
        return visitor;
    }

    void change(ProcessInfo changed) {
        this.info = changed;
    }

    void learnStart(long startBootNanos) {
        if (!exactStart) {
            info = Ancestry.withId(info, new ProcessId(info.pid(), startBootNanos));
            exactStart = true;
        }
    }

    void beget() {
        hasChildren = true;
    }

    boolean exactStart() {
        return exactStart;
    }

    boolean hasChildren() {
        return hasChildren;
    }

    int generation() {
        return generation;
    }
}
