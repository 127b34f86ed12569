package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.handle;
import static dev.vedette.probes.record.RecordLayout.offset;

import java.lang.foreign.StructLayout;

/**
 * Makes the bytes the kernel would have sent for a record: to warm the pipeline before the first real one, and for
 * tests. Decoding gives an equal record back, provided the texts are within the kernel's bounds and hold no NUL.
 * Thread-safe.
 */
public final class RecordEncoder {
    /** @throws IllegalArgumentException if the record would be longer than any record of the kernel */
    public byte[] encode(KernelRecord record) {
        return switch (record) {
            case ExecRecord exec -> exec(exec);
            case ForkRecord fork -> {
                var out = begin(RecordLayout.FORK_KIND, RecordLayout.FORK, fork);
                out.put(handle(RecordLayout.FORK, "child_pid"), fork.childPid());
                out.put(handle(RecordLayout.FORK, "child_start_boot_nanos"), fork.childStartBootNanos());
                out.put(handle(RecordLayout.FORK, "child_cgroup_id"), fork.childCgroupId());
                yield out.finish();
            }
            case ExitRecord exit -> {
                var out = begin(RecordLayout.EXIT_KIND, RecordLayout.EXIT, exit);
                out.put(handle(RecordLayout.EXIT, "wait_status"), exit.waitStatus());
                yield out.finish();
            }
            case FileOpenRecord open -> fileOpen(open);
            case MountRecord mount -> mount(mount);
            case NamespaceRecord namespace -> namespace(namespace);
            case SocketRecord socket -> {
                var out = begin(RecordLayout.SOCKET_KIND, RecordLayout.SOCKET, socket);
                SocketFields.encode(socket, out.segment());
                out.text(SocketFields.UNIX_PATH, socket.unixPath());
                yield out.finish();
            }
            case CredentialsRecord change -> {
                StructLayout layout = RecordLayout.CREDENTIALS_CHANGE;
                var out = begin(RecordLayout.CREDENTIALS_KIND, layout, change);
                out.credentials(offset(layout, "before"), change.before());
                out.credentials(offset(layout, "after"), change.after());
                yield out.finish();
            }
            case ModuleRecord module -> {
                var out = begin(RecordLayout.MODULE_KIND, RecordLayout.MODULE, module);
                out.put(handle(RecordLayout.MODULE, "result"), module.result());
                out.text(offset(RecordLayout.MODULE, "name"), module.name());
                yield out.finish();
            }
            case BpfRecord bpf -> {
                var out = begin(RecordLayout.BPF_KIND, RecordLayout.BPF, bpf);
                out.put(handle(RecordLayout.BPF, "command"), bpf.command());
                out.put(handle(RecordLayout.BPF, "result"), bpf.result());
                yield out.finish();
            }
            case CgroupRecord cgroup -> cgroup(cgroup);
        };
    }

    private static RecordBuilder begin(int kind, StructLayout layout, KernelRecord record) {
        return new RecordBuilder(kind, layout, record.header());
    }

    private static byte[] exec(ExecRecord exec) {
        StructLayout layout = RecordLayout.EXEC;
        var out = begin(RecordLayout.EXEC_KIND, layout, exec);
        out.put(handle(layout, "parent_pid"), exec.parentPid());
        out.put(handle(layout, "arguments_truncated"), exec.argumentsTruncated() ? 1 : 0);
        out.put(handle(layout, "parent_start_boot_nanos"), exec.parentStartBootNanos());
        out.credentials(offset(layout, "credentials"), exec.credentials());
        out.namespaces(offset(layout, "namespaces"), exec.namespaces());
        out.file(offset(layout, "executable"), exec.executable());
        out.text(offset(layout, "requested_path"), exec.requestedPath());
        var run = new StringBuilder();
        exec.arguments().forEach(argument -> run.append(argument).append('\0'));
        out.text(offset(layout, "arguments"), run.toString());
        out.put(handle(layout, "standard_input"), (byte) exec.stdin());
        out.put(handle(layout, "standard_output"), (byte) exec.stdout());
        out.put(handle(layout, "standard_error"), (byte) exec.stderr());
        return out.finish();
    }

    private static byte[] fileOpen(FileOpenRecord open) {
        StructLayout layout = RecordLayout.FILE_OPEN;
        var out = begin(RecordLayout.FILE_OPEN_KIND, layout, open);
        out.file(offset(layout, "file"), open.file());
        out.put(handle(layout, "flags"), open.flags());
        out.put(handle(layout, "raceable"), open.raceable() ? 1 : 0);
        out.text(offset(layout, "requested_path"), open.requestedPath());
        return out.finish();
    }

    private static byte[] mount(MountRecord mount) {
        StructLayout layout = RecordLayout.MOUNT;
        var out = begin(RecordLayout.MOUNT_KIND, layout, mount);
        out.put(handle(layout, "api"), mount.api());
        out.put(handle(layout, "flags"), mount.flags());
        out.put(handle(layout, "super_magic"), mount.superMagic());
        out.put(handle(layout, "result"), mount.result());
        out.text(offset(layout, "type"), mount.type());
        out.text(offset(layout, "source"), mount.source());
        out.text(offset(layout, "target"), mount.target());
        out.text(offset(layout, "options"), mount.options());
        return out.finish();
    }

    private static byte[] namespace(NamespaceRecord namespace) {
        StructLayout layout = RecordLayout.NAMESPACE;
        var out = begin(RecordLayout.NAMESPACE_KIND, layout, namespace);
        out.put(handle(layout, "operation"), namespace.operation());
        out.put(handle(layout, "clone_flags"), namespace.cloneFlags());
        out.put(handle(layout, "result"), namespace.result());
        out.namespaces(offset(layout, "before"), namespace.before());
        out.namespaces(offset(layout, "after"), namespace.after());
        return out.finish();
    }

    private static byte[] cgroup(CgroupRecord cgroup) {
        StructLayout layout = RecordLayout.CGROUP;
        var out = begin(RecordLayout.CGROUP_KIND, layout, cgroup);
        out.put(handle(layout, "operation"), cgroup.operation());
        out.put(handle(layout, "cgroup_id"), cgroup.cgroupId());
        out.put(handle(layout, "parent_cgroup_id"), cgroup.parentCgroupId());
        out.put(handle(layout, "moved_from_cgroup_id"), cgroup.movedFromCgroupId());
        out.put(handle(layout, "moved_pid"), cgroup.movedPid());
        out.text(offset(layout, "path"), cgroup.path());
        return out.finish();
    }
}
