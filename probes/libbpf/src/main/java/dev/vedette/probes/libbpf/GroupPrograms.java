package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs of others that the kernel runs for a control group of version 2, as it keeps them. Asking needs
 * CAP_NET_ADMIN and CAP_SYS_ADMIN (bpf_prog_query and bpf_prog_get_fd_by_id, kernel/bpf/syscall.c). Thread-safe.
 */
public final class GroupPrograms {
    /** BPF_CGROUP_DEVICE and BPF_F_QUERY_EFFECTIVE, linux/bpf.h. */
    private static final int DEVICES = 6;

    private static final int EFFECTIVE = 1;

    /** BPF_CGROUP_MAX_PROGS, linux/bpf-cgroup-defs.h, is the most of one group; those above it may have some too. */
    private static final int MOST_PROGRAMS = 256;

    /** Runtimes write a dozen instructions for each rule. */
    private static final int MOST_BYTES = 1 << 17;

    /** Sensors' own, at the hierarchy's root, which refuses only what policies name: no runtime has set that up. */
    private static final String OF_SENSORS = "deny_device__";

    /** struct bpf_prog_info, linux/bpf.h: so since 4.15. */
    private static final MemoryLayout INFO = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("type"),
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_LONG.withName("tag"),
            ValueLayout.JAVA_INT.withName("jited_prog_len"),
            ValueLayout.JAVA_INT.withName("xlated_prog_len"),
            ValueLayout.JAVA_LONG.withName("jited_prog_insns"),
            ValueLayout.JAVA_LONG.withName("xlated_prog_insns"),
            ValueLayout.JAVA_LONG.withName("load_time"),
            ValueLayout.JAVA_INT.withName("created_by_uid"),
            ValueLayout.JAVA_INT.withName("nr_map_ids"),
            ValueLayout.JAVA_LONG.withName("map_ids"),
            MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("name"));

    private static final long LENGTH = INFO.byteOffset(MemoryLayout.PathElement.groupElement("xlated_prog_len"));
    private static final long ADDRESS = INFO.byteOffset(MemoryLayout.PathElement.groupElement("xlated_prog_insns"));
    private static final long NAME = INFO.byteOffset(MemoryLayout.PathElement.groupElement("name"));

    private final Libbpf libbpf;

    public GroupPrograms(Libbpf libbpf) {
        this.libbpf = libbpf;
    }

    /**
     * The instructions of each program that decides of devices for processes of a group, those of groups above it
     * included and sensors' own not, eight bytes each in this machine's order; empty where there is none, and everything is
     * allowed.
     *
     * @param group its directory
     * @throws BpfException also if the kernel does not show the instructions
     */
    public List<ByteBuffer> forDevicesOf(Path group) throws BpfException {
        int directory = libbpf.openDescriptor(group);
        try (Arena arena = Arena.ofConfined()) {
            List<ByteBuffer> programs = new ArrayList<>();
            for (int id : effective(arena, directory)) {
                instructions(id).ifPresent(programs::add);
            }
            return programs;
        } finally {
            libbpf.closeDescriptor(directory);
        }
    }

    private int[] effective(Arena arena, int directory) throws BpfException {
        MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, MOST_PROGRAMS);
        MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_INT, MOST_PROGRAMS);
        int result = libbpf.queryPrograms.integer(directory, DEVICES, EFFECTIVE, MemorySegment.NULL, ids, count);
        libbpf.checked(result, "Asking which programs decide of devices for a control group");
        return ids.asSlice(0, (long) Integer.BYTES * count.get(ValueLayout.JAVA_INT, 0))
                .toArray(ValueLayout.JAVA_INT);
    }

    private Optional<ByteBuffer> instructions(int id) throws BpfException {
        int program = libbpf.checked(libbpf.programById.integer(id), "Opening program " + id);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(MOST_BYTES, Long.BYTES);
            MemorySegment info = arena.allocate(INFO);
            info.set(ValueLayout.JAVA_INT, LENGTH, MOST_BYTES);
            info.set(ValueLayout.JAVA_LONG, ADDRESS, code.address());
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, (int) INFO.byteSize());
            libbpf.checked(libbpf.infoOf.integer(program, info, size), "Reading program " + id);
            return info.getString(NAME, StandardCharsets.US_ASCII).startsWith(OF_SENSORS)
                    ? Optional.empty()
                    : Optional.of(shown(id, info, code));
        } finally {
            libbpf.closeDescriptor(program);
        }
    }

    /** The address is taken back where the kernel has hidden its constants, the length where this process may not look. */
    private static ByteBuffer shown(int id, MemorySegment info, MemorySegment code) throws BpfException {
        int length = info.get(ValueLayout.JAVA_INT, LENGTH);
        if (length == 0 || info.get(ValueLayout.JAVA_LONG, ADDRESS) == 0) {
            throw BpfException.of(
                    "Reading program " + id, BpfException.EPERM, "the kernel does not show its instructions");
        }
        if (length > MOST_BYTES) {
            throw BpfException.of("Reading program " + id, BpfException.E2BIG, "it has " + length + " bytes");
        }
        byte[] bytes = code.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .asReadOnlyBuffer()
                .order(ByteOrder.nativeOrder());
    }
}
