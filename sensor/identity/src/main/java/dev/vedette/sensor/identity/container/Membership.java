package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.sensor.identity.node.SeenProcess;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.TrackedProcess;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Which process lives in which container.
 *
 * <p>Guarantees: a process of a container stays the container's, and so do its children, whatever group it moves itself
 * or is moved to by a task of a container; only a runtime puts a process into a container. Any other process of the node
 * that goes into a container's group, or is moved there, is a visitor: it and its children stay the node's until they
 * begin a program in the container's mount namespace. A process put in by a runtime is in SETUP until it begins a
 * program in another mount namespace than the runtime's own; from then on it is the container's. The runtime's own
 * re-executions (runc init, its sealed copy) happen in the runtime's mount namespace (runc's nsexec.c joins the
 * namespaces after the last of them), and a runtime's file begun in the container's is the container's doing
 * (CVE-2019-5736).
 *
 * <p>Not thread-safe: the pipeline thread owns it.
 */
public final class Membership {
    private final ProcessTable processes;
    private final ContainerRegistry containers;
    private final long hostMountNamespace;
    private final Predicate<FileObject> sandboxes;
    private final BiPredicate<ContainerLife, ProcessInfo> preparers;

    /**
     * Nobody is settled yet.
     *
     * @param hostMountNamespace 0 where not known
     * @param sandboxes which files are the node's programs for sandboxes: such a process is the runtime's for all its
     *     life, though it lives in a container's group and in a mount namespace of its own
     * @param preparers which processes prepare a container, by their program
     */
    public Membership(
            ProcessTable processes,
            ContainerRegistry containers,
            long hostMountNamespace,
            Predicate<FileObject> sandboxes,
            BiPredicate<ContainerLife, ProcessInfo> preparers) {
        this.processes = processes;
        this.containers = containers;
        this.hostMountNamespace = hostMountNamespace;
        this.sandboxes = sandboxes;
        this.preparers = preparers;
    }

    /** Settles processes that were there before the sensor, where their groups say they are. */
    public void seed(List<SeenProcess> seen) {
        List<SeenProcess> byAge = seen.stream()
                .sorted(Comparator.comparingLong(SeenProcess::startBootNanos).thenComparingInt(SeenProcess::pid))
                .toList();
        Set<ContainerLife> withMain = new HashSet<>();
        for (SeenProcess process : byAge) {
            Optional<TrackedProcess> tracked = processes.now(process.pid());
            Optional<ContainerLife> life = containers.of(process.cgroupId());
            if (tracked.isPresent()
                    && life.isPresent()
                    && tracked.get().residence().isEmpty()) {
                settleSeen(tracked.get(), life.get(), withMain);
            }
        }
    }

    /** The oldest tree of a container is its own; a younger one whose parent is outside was put in. */
    private void settleSeen(TrackedProcess process, ContainerLife life, Set<ContainerLife> withMain) {
        if (looksLikeVisitor(process.info(), life)) {
            process.visit();
            return;
        }
        Session session = parentsResidence(process.info(), life)
                .map(Residence::session)
                .orElseGet(() -> withMain.add(life) ? Session.MAIN : Session.EXEC);
        boolean running = process.info().namespaces().mount() != hostMountNamespace
                && !sandboxes.test(process.info().executable());
        process.settle(new Residence(life, session, running, hostMountNamespace));
        if (running) {
            life.begin(process.info().namespaces().mount());
        } else {
            containers.entered(life);
        }
    }

    /**
     * For a process whose way in nobody saw. What a container begot has a parent in it, and what a runtime put in one that
     * runs the runtime's program: runtimes take in their orphans (PR_SET_CHILD_SUBREAPER).
     */
    private boolean looksLikeVisitor(ProcessInfo process, ContainerLife life) {
        ProcessInfo parent = process.parent();
        return hostMountNamespace != 0
                && process.namespaces().mount() == hostMountNamespace
                && parent != null
                && processes
                        .now(parent.pid())
                        .filter(now -> now.residence().isEmpty())
                        .isPresent()
                && isStranger(process, life)
                && isStranger(parent, life);
    }

    private boolean isStranger(ProcessInfo process, ContainerLife life) {
        return !preparers.test(life, process) && !sandboxes.test(process.executable());
    }

    private Optional<Residence> parentsResidence(ProcessInfo process, ContainerLife life) {
        return Optional.ofNullable(process.parent())
                .flatMap(parent -> processes.now(parent.pid()))
                .filter(parent -> parent.info().id().equals(process.parent().id()))
                .flatMap(TrackedProcess::residence)
                .filter(residence -> residence.life() == life);
    }

    /** Where the task of a record lives; empty for the node. */
    public Optional<Residence> of(TrackedProcess process, RecordHeader header) {
        Optional<ContainerLife> byGroup = containers.of(header.cgroupId());
        Optional<Residence> settled = process.residence();
        // Asked for each event, and so without closures.
        if (settled.isPresent()) {
            boolean deeper =
                    byGroup.isPresent() && byGroup.get().isInside(settled.get().life());
            return deeper ? Optional.of(settle(process, new Residence(byGroup.get(), Session.MAIN, true, 0))) : settled;
        }
        if (process.isVisitor() || (byGroup.isPresent() && looksLikeVisitor(process.info(), byGroup.get()))) {
            process.visit();
            return Optional.empty();
        }
        if (byGroup.isEmpty()) {
            return Optional.empty();
        }
        ContainerLife life = byGroup.get();
        return Optional.of(settle(process, unseenEntry(process, life, isInside(process.info(), life))));
    }

    /**
     * Who still runs the runtime's program may be seen before the move into the group is told, which comes after it. Of whom
     * no program is known, that is not believed.
     */
    private boolean isInside(ProcessInfo process, ContainerLife life) {
        if (process.executable().known() && preparers.test(life, process)) {
            return false;
        }
        long mount = process.namespaces().mount();
        return mount == 0 ? life.begun() : mount != hostMountNamespace;
    }

    /** It is inside, and its way in was lost or lies before the sensor. */
    private Residence unseenEntry(TrackedProcess process, ContainerLife life, boolean running) {
        containers.entered(life);
        ProcessInfo info = process.info();
        boolean putIn = life.begun()
                && info.parent() != null
                && parentsResidence(info, life).isEmpty();
        return new Residence(life, putIn ? Session.EXEC : Session.MAIN, running, hostMountNamespace);
    }

    private static Residence settle(TrackedProcess process, Residence residence) {
        process.settle(residence);
        return residence;
    }

    /** A child lives where its parent lives; a child of the node's side may begin its life inside (CLONE_INTO_CGROUP). */
    public void forked(TrackedProcess parent, TrackedProcess child, ForkRecord fork) {
        Optional<Residence> ofParent = of(parent, fork.header());
        if (ofParent.isPresent()) {
            child.settle(ofParent.get());
        } else if (parent.isVisitor()) {
            child.visit();
        } else {
            containers.of(fork.childCgroupId()).ifPresent(life -> enter(child, life, parent));
        }
    }

    /** A process was moved to another group. */
    public void attached(CgroupRecord record) {
        TrackedProcess mover = processes.of(record.header());
        boolean self = record.header().pid() == record.movedPid();
        // The tracepoint comes after the move: who moves itself already shows the new group in the header.
        boolean byContainer = (self ? mover.residence() : of(mover, record.header())).isPresent();
        TrackedProcess moved = self ? mover : processes.now(record.movedPid()).orElse(null);
        if (moved == null) {
            return;
        }
        Optional<ContainerLife> life = containers.of(record.cgroupId());
        if (byContainer) {
            if (life.isPresent() && moved.residence().isEmpty()) {
                moved.visit();
            }
            return;
        }
        if (life.isPresent()) {
            if (moved.residence().filter(r -> r.life() == life.get()).isEmpty()) {
                enter(moved, life.get(), mover);
            }
        } else if (moved.isVisitor()
                || moved.residence().filter(r -> !r.running()).isPresent()) {
            moved.settle(null);
        }
    }

    private void enter(TrackedProcess process, ContainerLife life, TrackedProcess mover) {
        if (!life.maker().known() && process != mover && mayBeRuntime(mover.info(), process.info(), life)) {
            life.madeBy(mover.info().executable());
        }
        if (process.residence().isEmpty() && isStranger(process.info(), life) && isStranger(mover.info(), life)) {
            process.visit();
            return;
        }
        containers.entered(life);
        boolean running = process.residence().filter(Residence::running).isPresent();
        process.settle(new Residence(
                life, life.begun() ? Session.EXEC : Session.MAIN, running, runtimeMountNamespace(process, mover)));
    }

    /** Whoever fills a container that has not begun is its runtime; later, whoever puts in its own like. */
    private static boolean mayBeRuntime(ProcessInfo mover, ProcessInfo moved, ContainerLife life) {
        return !life.begun() || mover.executable().sameObject(moved.executable());
    }

    /**
     * The runtime may live in a mount namespace of its own. Who moves a process of its own making is the runtime; a
     * stranger that moves it on the runtime's behalf is systemd, and does so before anything is joined, so the parent is
     * the runtime then. A parent alone proves nothing: runc exec moves the last of three generations, whose parent has
     * joined the container already (libcontainer/process_linux.go, setnsProcess.start).
     */
    private long runtimeMountNamespace(TrackedProcess process, TrackedProcess mover) {
        ProcessInfo moved = process.info();
        boolean own = moved.ancestors().stream()
                .anyMatch(ancestor -> ancestor.id().equals(mover.info().id()));
        ProcessInfo runtime = own || moved.parent() == null ? mover.info() : moved.parent();
        long mount = runtime.namespaces().mount();
        return mount == 0 ? hostMountNamespace : mount;
    }

    /**
     * A program began.
     *
     * @return whether by it the process passed from SETUP to RUNNING
     */
    public boolean executed(TrackedProcess process, ExecRecord exec) {
        if (process.residence().isEmpty()) {
            containers.of(exec.header().cgroupId()).ifPresent(life -> arrive(process, life, exec));
        }
        Residence residence = of(process, exec.header()).orElse(null);
        if (residence == null || residence.running()) {
            return false;
        }
        long mount = exec.namespaces().mount();
        if (mount == 0
                || mount == residence.runtimeMountNamespace()
                || sandboxes.test(process.info().executable())) {
            return false;
        }
        process.settle(residence.begun());
        residence.life().begin(mount);
        return true;
    }

    /** It is in a container's group without having been settled, and a program of it begins. */
    private void arrive(TrackedProcess process, ContainerLife life, ExecRecord exec) {
        long mount = exec.namespaces().mount();
        if (process.isVisitor()) {
            if (mount != 0 && mount != hostMountNamespace && life.isInside(mount)) {
                settle(process, new Residence(life, Session.EXEC, false, hostMountNamespace));
            }
        } else if (!looksLikeVisitor(process.info(), life)) {
            settle(process, unseenEntry(process, life, false));
        }
    }
}
