package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CredentialsChanged;
import dev.vedette.policy.model.NamespaceChanged;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.TaskRenamed;
import dev.vedette.probes.record.CredentialsRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.NamespaceRecord;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.TaskRenameRecord;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.Membership;
import dev.vedette.sensor.identity.container.Residence;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.RawFacts;
import dev.vedette.sensor.identity.process.TrackedProcess;

/** Births, programs and ends of processes, and what changes about them meanwhile. */
final class ProcessLives {
    private final ProcessTable processes;
    private final Membership membership;
    private final RuntimeFiles runtimeFiles;
    private final Contexts contexts;
    private final IsolationLooks isolation;

    ProcessLives(
            ProcessTable processes,
            Membership membership,
            RuntimeFiles runtimeFiles,
            Contexts contexts,
            IsolationLooks isolation) {
        this.processes = processes;
        this.membership = membership;
        this.runtimeFiles = runtimeFiles;
        this.contexts = contexts;
        this.isolation = isolation;
    }

    void forked(ForkRecord fork) {
        TrackedProcess child = processes.forked(fork);
        membership.forked(processes.of(fork.header()), child, fork);
    }

    void exited(ExitRecord exit, Arrival arrival) {
        contexts.of(arrival).send(context -> new ProcessExited(context, exit.waitStatus()));
        processes.exited(exit);
    }

    void executed(ExecRecord exec, Arrival arrival) {
        contexts.lookForGroup(exec.header().cgroupId(), exec.header().startBootNanos());
        ProcessInfo before = processes.of(exec.header()).info();
        if (isDenied(exec.header())) {
            // It goes on with its old program; the event says what it would have become.
            tell(exec, before, contexts.of(arrival).as(processes.wouldBe(exec)));
            return;
        }
        TrackedProcess process = processes.executed(exec);
        boolean begun = membership.executed(process, exec);
        InContext context = contexts.of(arrival);
        if (context.residence().isEmpty()) {
            runtimeFiles.ranOnNode(process.info().executable());
        }
        tell(exec, before, context);
        if (begun) {
            ContainerLife life = context.residence().orElseThrow().life();
            isolation.look(process.info(), life, seen -> context.sendIfAny(c -> Introductions.shown(c, seen, life)));
        }
    }

    private void tell(ExecRecord exec, ProcessInfo before, InContext context) {
        ProcessExecuted.Session nodes = processes.of(exec.header()).isVisitor()
                ? ProcessExecuted.Session.VISITOR
                : ProcessExecuted.Session.NONE;
        ProcessExecuted.Session session =
                context.residence().map(Residence::session).orElse(nodes);
        ProcessInfo known = before.executable().isNone() ? null : before;
        context.send(c -> new ProcessExecuted(
                c, exec.requestedPath(), exec.argumentsTruncated(), known, session, RawFacts.start(exec)));
    }

    void namespaces(NamespaceRecord record, Arrival arrival) {
        RecordHeader header = record.header();
        boolean denied = isDenied(header);
        if (record.result() < 0 && !denied) {
            return;
        }
        InContext context = contexts.of(arrival).in(RawFacts.namespaces(record.after()));
        // Namespaces are a thread's own; the leader's stand for the process.
        if (header.pid() == header.tid() && !denied) {
            processes.changeNamespaces(processes.of(header), record.after());
        }
        context.send(c -> new NamespaceChanged(
                c,
                operation(record),
                NamespaceKind.fromCloneFlags(record.cloneFlags()),
                RawFacts.namespaces(record.after())));
    }

    private static NamespaceChanged.Operation operation(NamespaceRecord record) {
        return switch (record.operation()) {
            case NamespaceRecord.SETNS -> NamespaceChanged.Operation.SETNS;
            case NamespaceRecord.CLONE -> NamespaceChanged.Operation.CLONE;
            default -> NamespaceChanged.Operation.UNSHARE;
        };
    }

    void credentials(CredentialsRecord record, Arrival arrival) {
        if (!isDenied(record.header())) {
            processes.changeCredentials(processes.of(record.header()), record.after());
        }
        contexts.of(arrival)
                .send(c -> new CredentialsChanged(
                        c, RawFacts.credentials(record.before()), RawFacts.credentials(record.after())));
    }

    /** A thread's name is its own; the leader's is the process's. */
    void renamed(TaskRenameRecord record, Arrival arrival) {
        RecordHeader header = record.header();
        if (header.pid() == header.tid() && header.pid() != 0 && !isDenied(header)) {
            processes.rename(processes.of(header), record.after());
        }
        contexts.of(arrival).send(c -> new TaskRenamed(c, record.before(), record.after()));
    }

    private static boolean isDenied(RecordHeader header) {
        return (header.flags() & RecordHeader.DENIED) != 0;
    }
}
