package dev.vedette.probes.record;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;

/**
 * The structs that the ring's records are made of, and how a layout is written down. The kernel's half of the contract
 * is {@code record.h}; a test holds both equal, field by field, against the type information of the compiled programs.
 *
 * <p>A record is a fixed struct followed by the bytes of its texts. Everything is in the machine's byte order. Members
 * are read at their offset, which is asked for together with the width that is meant, so that a field can't be read as
 * another one's type.
 */
final class RecordLayout {
    static final int ADDRESS_BYTES = 16;
    static final int COMM_BYTES = 16;

    /** No record is longer: RECORD_BYTES of scratch.h. */
    static final int MAX_RECORD_BYTES = 8192;

    static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT;
    static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

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
            bytes("comm", COMM_BYTES),
            U32.withName("origin"),
            U32.withName("flags"));

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
            TEXT.withName("path"),
            U32.withName("mount_namespace"),
            U32.withName("mount_id"));

    static final StructLayout TARGET = struct(
            "vdt_target",
            U32.withName("pid"),
            U32.withName("tid"),
            U64.withName("start_boot_nanos"),
            U64.withName("cgroup_id"),
            bytes("comm", COMM_BYTES));

    private RecordLayout() {}

    /** Where a number of one byte stands, counted from the struct's first byte. */
    static int offset8(StructLayout layout, String field) {
        return checked(layout, field, U8);
    }

    /** Where a number of two bytes stands. */
    static int offset16(StructLayout layout, String field) {
        return checked(layout, field, U16);
    }

    /** Where a number of four bytes stands. */
    static int offset32(StructLayout layout, String field) {
        return checked(layout, field, U32);
    }

    /** Where a number of eight bytes stands. */
    static int offset64(StructLayout layout, String field) {
        return checked(layout, field, U64);
    }

    /** Where a member of any kind begins. */
    static int offset(StructLayout layout, String field) {
        return (int) layout.byteOffset(PathElement.groupElement(field));
    }

    private static int checked(StructLayout layout, String field, ValueLayout width) {
        MemoryLayout member = layout.select(PathElement.groupElement(field));
        if (!(member instanceof ValueLayout) || member.byteSize() != width.byteSize()) {
            throw new IllegalStateException(
                    layout.name().orElseThrow() + "." + field + " is no number of " + width.byteSize() + " bytes");
        }
        return offset(layout, field);
    }

    static MemoryLayout bytes(String name, int count) {
        return MemoryLayout.sequenceLayout(count, U8).withName(name);
    }

    /** Members stand on their natural boundaries as in C; a gap that C would fill is refused, so padding is named. */
    static StructLayout struct(String name, MemoryLayout... members) {
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
