package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.handle;
import static dev.vedette.probes.record.RecordLayout.offset;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Makes {@link KernelRecord}s of the ring's bytes.
 *
 * <p>Guarantees: {@link #decode} returns a record or throws {@link MalformedRecordException}, whatever the bytes are;
 * nothing of the segment is kept; nothing is allocated but the record and its texts, and a text seen shortly before is
 * shared. Bytes that are not UTF-8 become U+FFFD. Not thread-safe: one decoder per reading thread.
 */
public final class RecordDecoder {
    private static final VarHandle KIND = handle(RecordLayout.HEADER, "kind");
    private static final VarHandle LENGTH = handle(RecordLayout.HEADER, "length");

    private static final VarHandle PARENT_PID = handle(RecordLayout.EXEC, "parent_pid");
    private static final VarHandle ARGUMENTS_TRUNCATED = handle(RecordLayout.EXEC, "arguments_truncated");
    private static final VarHandle PARENT_START = handle(RecordLayout.EXEC, "parent_start_boot_nanos");
    private static final int EXEC_CREDENTIALS = offset(RecordLayout.EXEC, "credentials");
    private static final int EXEC_NAMESPACES = offset(RecordLayout.EXEC, "namespaces");
    private static final int EXEC_FILE = offset(RecordLayout.EXEC, "executable");
    private static final int EXEC_REQUESTED = offset(RecordLayout.EXEC, "requested_path");
    private static final int EXEC_ARGUMENTS = offset(RecordLayout.EXEC, "arguments");
    private static final VarHandle STDIN = handle(RecordLayout.EXEC, "standard_input");
    private static final VarHandle STDOUT = handle(RecordLayout.EXEC, "standard_output");
    private static final VarHandle STDERR = handle(RecordLayout.EXEC, "standard_error");

    private static final VarHandle CHILD_PID = handle(RecordLayout.FORK, "child_pid");
    private static final VarHandle CHILD_START = handle(RecordLayout.FORK, "child_start_boot_nanos");
    private static final VarHandle CHILD_CGROUP = handle(RecordLayout.FORK, "child_cgroup_id");
    private static final VarHandle WAIT_STATUS = handle(RecordLayout.EXIT, "wait_status");

    private static final int OPEN_FILE = offset(RecordLayout.FILE_OPEN, "file");
    private static final int OPEN_REQUESTED = offset(RecordLayout.FILE_OPEN, "requested_path");
    private static final VarHandle OPEN_FLAGS = handle(RecordLayout.FILE_OPEN, "flags");
    private static final VarHandle RACEABLE = handle(RecordLayout.FILE_OPEN, "raceable");

    private static final VarHandle MOUNT_API = handle(RecordLayout.MOUNT, "api");
    private static final VarHandle MOUNT_FLAGS = handle(RecordLayout.MOUNT, "flags");
    private static final VarHandle MOUNT_MAGIC = handle(RecordLayout.MOUNT, "super_magic");
    private static final VarHandle MOUNT_RESULT = handle(RecordLayout.MOUNT, "result");
    private static final int MOUNT_TYPE = offset(RecordLayout.MOUNT, "type");
    private static final int MOUNT_SOURCE = offset(RecordLayout.MOUNT, "source");
    private static final int MOUNT_TARGET = offset(RecordLayout.MOUNT, "target");
    private static final int MOUNT_OPTIONS = offset(RecordLayout.MOUNT, "options");

    private static final VarHandle NAMESPACE_OPERATION = handle(RecordLayout.NAMESPACE, "operation");
    private static final VarHandle CLONE_FLAGS = handle(RecordLayout.NAMESPACE, "clone_flags");
    private static final VarHandle NAMESPACE_RESULT = handle(RecordLayout.NAMESPACE, "result");
    private static final int NAMESPACES_BEFORE = offset(RecordLayout.NAMESPACE, "before");
    private static final int NAMESPACES_AFTER = offset(RecordLayout.NAMESPACE, "after");

    private static final int CREDENTIALS_BEFORE = offset(RecordLayout.CREDENTIALS_CHANGE, "before");
    private static final int CREDENTIALS_AFTER = offset(RecordLayout.CREDENTIALS_CHANGE, "after");

    private static final VarHandle MODULE_RESULT = handle(RecordLayout.MODULE, "result");
    private static final int MODULE_NAME = offset(RecordLayout.MODULE, "name");
    private static final VarHandle BPF_COMMAND = handle(RecordLayout.BPF, "command");
    private static final VarHandle BPF_RESULT = handle(RecordLayout.BPF, "result");

    private static final VarHandle CGROUP_OPERATION = handle(RecordLayout.CGROUP, "operation");
    private static final VarHandle CGROUP_ID = handle(RecordLayout.CGROUP, "cgroup_id");
    private static final VarHandle PARENT_CGROUP_ID = handle(RecordLayout.CGROUP, "parent_cgroup_id");
    private static final VarHandle MOVED_FROM = handle(RecordLayout.CGROUP, "moved_from_cgroup_id");
    private static final VarHandle MOVED_PID = handle(RecordLayout.CGROUP, "moved_pid");
    private static final int CGROUP_PATH = offset(RecordLayout.CGROUP, "path");

    private final StructDecoder structs = new StructDecoder();

    /**
     * Decodes the record in {@code segment} from {@code offset} on.
     *
     * @param length the bytes that belong to it, as the ring says; the record's own length must be the same
     */
    public KernelRecord decode(MemorySegment segment, long offset, int length) throws MalformedRecordException {
        int kind = checkedKind(segment, offset, length);
        structs.begin(segment, offset, length, kind);
        RecordHeader header = structs.header();
        return switch (kind) {
            case RecordLayout.EXEC_KIND -> exec(header, segment, offset);
            case RecordLayout.FORK_KIND ->
                new ForkRecord(
                        header, (int) CHILD_PID.get(segment, offset), (long) CHILD_START.get(segment, offset), (long)
                                CHILD_CGROUP.get(segment, offset));
            case RecordLayout.EXIT_KIND -> new ExitRecord(header, (int) WAIT_STATUS.get(segment, offset));
            case RecordLayout.FILE_OPEN_KIND ->
                new FileOpenRecord(
                        header,
                        structs.file(OPEN_FILE),
                        (int) OPEN_FLAGS.get(segment, offset),
                        structs.text(OPEN_REQUESTED),
                        (int) RACEABLE.get(segment, offset) != 0);
            case RecordLayout.MOUNT_KIND -> mount(header, segment, offset);
            case RecordLayout.NAMESPACE_KIND ->
                new NamespaceRecord(
                        header,
                        (int) NAMESPACE_OPERATION.get(segment, offset),
                        (long) CLONE_FLAGS.get(segment, offset),
                        structs.namespaces(NAMESPACES_BEFORE),
                        structs.namespaces(NAMESPACES_AFTER),
                        (long) NAMESPACE_RESULT.get(segment, offset));
            case RecordLayout.SOCKET_KIND -> structs.socket(header);
            case RecordLayout.CREDENTIALS_KIND ->
                new CredentialsRecord(
                        header, structs.credentials(CREDENTIALS_BEFORE), structs.credentials(CREDENTIALS_AFTER));
            case RecordLayout.MODULE_KIND ->
                new ModuleRecord(header, structs.text(MODULE_NAME), (long) MODULE_RESULT.get(segment, offset));
            case RecordLayout.BPF_KIND ->
                new BpfRecord(header, (int) BPF_COMMAND.get(segment, offset), (long) BPF_RESULT.get(segment, offset));
            case RecordLayout.CGROUP_KIND -> cgroup(header, segment, offset);
            default -> throw new MalformedRecordException("no such kind", kind, 0);
        };
    }

    private static int checkedKind(MemorySegment segment, long offset, int length) throws MalformedRecordException {
        if (length < RecordLayout.HEADER.byteSize() || offset < 0 || offset > segment.byteSize() - length) {
            throw new MalformedRecordException("it is cut off within its header", -1, Math.max(length, 0));
        }
        int kind = (int) KIND.get(segment, offset);
        int fixed = RecordLayout.fixedLength(kind);
        if (fixed < 0) {
            throw new MalformedRecordException("no such kind", kind, 0);
        }
        int said = (int) LENGTH.get(segment, offset);
        if (said != length || length < fixed) {
            throw new MalformedRecordException("it says " + said + " bytes, the ring " + length, kind, 4);
        }
        return kind;
    }

    private ExecRecord exec(RecordHeader header, MemorySegment segment, long offset) throws MalformedRecordException {
        List<String> arguments = structs.terminatedTexts(EXEC_ARGUMENTS);
        return new ExecRecord(
                header,
                (int) PARENT_PID.get(segment, offset),
                (long) PARENT_START.get(segment, offset),
                structs.credentials(EXEC_CREDENTIALS),
                structs.namespaces(EXEC_NAMESPACES),
                structs.file(EXEC_FILE),
                structs.text(EXEC_REQUESTED),
                arguments,
                (int) ARGUMENTS_TRUNCATED.get(segment, offset) != 0,
                (byte) STDIN.get(segment, offset),
                (byte) STDOUT.get(segment, offset),
                (byte) STDERR.get(segment, offset));
    }

    private MountRecord mount(RecordHeader header, MemorySegment segment, long offset) throws MalformedRecordException {
        return new MountRecord(
                header,
                (int) MOUNT_API.get(segment, offset),
                structs.text(MOUNT_TYPE),
                structs.text(MOUNT_SOURCE),
                structs.text(MOUNT_TARGET),
                structs.text(MOUNT_OPTIONS),
                (long) MOUNT_FLAGS.get(segment, offset),
                (long) MOUNT_MAGIC.get(segment, offset),
                (long) MOUNT_RESULT.get(segment, offset));
    }

    private CgroupRecord cgroup(RecordHeader header, MemorySegment segment, long offset)
            throws MalformedRecordException {
        return new CgroupRecord(
                header,
                (int) CGROUP_OPERATION.get(segment, offset),
                (long) CGROUP_ID.get(segment, offset),
                (long) PARENT_CGROUP_ID.get(segment, offset),
                structs.text(CGROUP_PATH),
                (int) MOVED_PID.get(segment, offset),
                (long) MOVED_FROM.get(segment, offset));
    }
}
