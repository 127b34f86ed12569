package dev.vedette.probes.record;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Every offset, length and number of the ring's records. The kernel's half of the contract is {@code record.h}; a test
 * holds both equal, field by field, against the type information of the compiled programs.
 *
 * <p>A record is a fixed struct followed by the bytes of its texts. Everything is in the machine's byte order. Handles
 * take (segment, offset of the struct) and need no alignment, so that a {@code byte[]} can be read as well as the ring;
 * they are {@code static final} because a handle that is not is six times slower.
 */
final class RecordLayout {
    static final int EXEC_KIND = 1;
    static final int FORK_KIND = 2;
    static final int EXIT_KIND = 3;
    static final int FILE_OPEN_KIND = 4;
    static final int MOUNT_KIND = 5;
    static final int NAMESPACE_KIND = 6;
    static final int SOCKET_KIND = 7;
    static final int CREDENTIALS_KIND = 8;
    static final int MODULE_KIND = 9;
    static final int BPF_KIND = 10;
    static final int CGROUP_KIND = 11;

    static final int ADDRESS_LOCAL = 1;
    static final int ADDRESS_REMOTE = 2;
    static final int ADDRESS_BYTES = 16;
    static final int COMM_BYTES = 16;

    /** No record is longer: RECORD_BYTES of scratch.h. */
    static final int MAX_RECORD_BYTES = 8192;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

    static final StructLayout TEXT = struct("vdt_text", U16.withName("offset"), U16.withName("length"));

    static final StructLayout HEADER = struct(
            "vdt_header",
            U32.withName("kind"),
            U32.withName("length"),
            U64.withName("boot_nanos"),
            U64.withName("cgroup_id"),
            U32.withName("pid"),
            U32.withName("tid"),
            U64.withName("start_boot_nanos"),
            bytes("comm", COMM_BYTES));

    static final StructLayout CREDENTIALS = struct(
            "vdt_credentials",
            U32.withName("uid"),
            U32.withName("gid"),
            U32.withName("euid"),
            U32.withName("egid"),
            U64.withName("effective"),
            U64.withName("permitted"),
            U64.withName("inheritable"),
            U64.withName("bounding"),
            U64.withName("ambient"),
            U32.withName("seccomp_mode"),
            U32.withName("no_new_privileges"));

    static final StructLayout NAMESPACES = struct(
            "vdt_namespaces",
            U32.withName("mount"),
            U32.withName("pid"),
            U32.withName("network"),
            U32.withName("user"),
            U32.withName("ipc"),
            U32.withName("uts"),
            U32.withName("cgroup"),
            U32.withName("padding"));

    static final StructLayout FILE = struct(
            "vdt_file",
            U64.withName("inode"),
            U64.withName("super_magic"),
            U32.withName("device"),
            U32.withName("generation"),
            U32.withName("links"),
            U32.withName("mode"),
            U32.withName("owner_uid"),
            U32.withName("overlay"),
            U32.withName("path_end"),
            TEXT.withName("path"));

    static final StructLayout EXEC = struct(
            "vdt_exec",
            HEADER.withName("header"),
            U32.withName("parent_pid"),
            U32.withName("arguments_truncated"),
            U64.withName("parent_start_boot_nanos"),
            CREDENTIALS.withName("credentials"),
            NAMESPACES.withName("namespaces"),
            FILE.withName("executable"),
            TEXT.withName("requested_path"),
            TEXT.withName("arguments"),
            U8.withName("standard_input"),
            U8.withName("standard_output"),
            U8.withName("standard_error"),
            bytes("padding", 5));

    static final StructLayout FORK = struct(
            "vdt_fork",
            HEADER.withName("header"),
            U64.withName("child_start_boot_nanos"),
            U64.withName("child_cgroup_id"),
            U32.withName("child_pid"),
            U32.withName("padding"));

    static final StructLayout EXIT =
            struct("vdt_exit", HEADER.withName("header"), U32.withName("wait_status"), U32.withName("padding"));

    static final StructLayout FILE_OPEN = struct(
            "vdt_file_open",
            HEADER.withName("header"),
            FILE.withName("file"),
            U32.withName("flags"),
            U32.withName("raceable"),
            TEXT.withName("requested_path"),
            U32.withName("padding"));

    static final StructLayout MOUNT = struct(
            "vdt_mount",
            HEADER.withName("header"),
            U64.withName("flags"),
            U64.withName("super_magic"),
            U64.withName("result"),
            U32.withName("api"),
            TEXT.withName("type"),
            TEXT.withName("source"),
            TEXT.withName("target"),
            TEXT.withName("options"),
            U32.withName("padding"));

    static final StructLayout NAMESPACE = struct(
            "vdt_namespace",
            HEADER.withName("header"),
            U64.withName("clone_flags"),
            U64.withName("result"),
            NAMESPACES.withName("before"),
            NAMESPACES.withName("after"),
            U32.withName("operation"),
            U32.withName("padding"));

    static final StructLayout SOCKET = struct(
            "vdt_socket",
            HEADER.withName("header"),
            U32.withName("operation"),
            U32.withName("family"),
            U32.withName("protocol"),
            U32.withName("peer_pid"),
            bytes("local_address", ADDRESS_BYTES),
            bytes("remote_address", ADDRESS_BYTES),
            U64.withName("unix_inode"),
            U32.withName("unix_device"),
            U16.withName("local_port"),
            U16.withName("remote_port"),
            TEXT.withName("unix_path"),
            U32.withName("addresses"));

    static final StructLayout CREDENTIALS_CHANGE = struct(
            "vdt_credentials_change",
            HEADER.withName("header"),
            CREDENTIALS.withName("before"),
            CREDENTIALS.withName("after"));

    static final StructLayout MODULE = struct(
            "vdt_module",
            HEADER.withName("header"),
            U64.withName("result"),
            TEXT.withName("name"),
            U32.withName("padding"));

    static final StructLayout BPF = struct(
            "vdt_bpf",
            HEADER.withName("header"),
            U64.withName("result"),
            U32.withName("command"),
            U32.withName("padding"));

    static final StructLayout CGROUP = struct(
            "vdt_cgroup",
            HEADER.withName("header"),
            U64.withName("cgroup_id"),
            U64.withName("parent_cgroup_id"),
            U64.withName("moved_from_cgroup_id"),
            U32.withName("operation"),
            U32.withName("moved_pid"),
            TEXT.withName("path"),
            U32.withName("padding"));

    /** All structs, for whoever compares them with the other side. */
    static final List<StructLayout> ALL = List.of(
            TEXT,
            HEADER,
            CREDENTIALS,
            NAMESPACES,
            FILE,
            EXEC,
            FORK,
            EXIT,
            FILE_OPEN,
            MOUNT,
            NAMESPACE,
            SOCKET,
            CREDENTIALS_CHANGE,
            MODULE,
            BPF,
            CGROUP);

    private RecordLayout() {}

    /** The fixed struct's length for a kind, -1 for a number that is none. */
    static int fixedLength(int kind) {
        StructLayout layout = switch (kind) {
            case EXEC_KIND -> EXEC;
            case FORK_KIND -> FORK;
            case EXIT_KIND -> EXIT;
            case FILE_OPEN_KIND -> FILE_OPEN;
            case MOUNT_KIND -> MOUNT;
            case NAMESPACE_KIND -> NAMESPACE;
            case SOCKET_KIND -> SOCKET;
            case CREDENTIALS_KIND -> CREDENTIALS_CHANGE;
            case MODULE_KIND -> MODULE;
            case BPF_KIND -> BPF;
            case CGROUP_KIND -> CGROUP;
            default -> null;
        };
        return layout == null ? -1 : (int) layout.byteSize();
    }

    /** A handle for a value directly in the struct. */
    static VarHandle handle(StructLayout layout, String field) {
        return layout.varHandle(PathElement.groupElement(field));
    }

    /** Where a member begins, in bytes from the struct's first. */
    static int offset(StructLayout layout, String field) {
        return (int) layout.byteOffset(PathElement.groupElement(field));
    }

    private static MemoryLayout bytes(String name, int count) {
        return MemoryLayout.sequenceLayout(count, U8).withName(name);
    }

    /** Members stand on their natural boundaries as in C; a gap that C would fill is refused, so padding is named. */
    private static StructLayout struct(String name, MemoryLayout... members) {
        long end = 0;
        var relaxed = new ArrayList<MemoryLayout>();
        for (MemoryLayout member : members) {
            if (end % naturalAlignment(member) != 0) {
                throw new IllegalStateException(name + "." + member.name().orElseThrow() + " needs padding before it");
            }
            end += member.byteSize();
            relaxed.add(member.withByteAlignment(1));
        }
        return MemoryLayout.structLayout(relaxed.toArray(MemoryLayout[]::new)).withName(name);
    }

    private static long naturalAlignment(MemoryLayout member) {
        return switch (member) {
            case ValueLayout value -> value.byteSize();
            case StructLayout inner when inner.memberLayouts().stream().anyMatch(m -> m.byteSize() % 8 == 0) -> 8;
            case StructLayout inner -> 2;
            default -> 1;
        };
    }
}
