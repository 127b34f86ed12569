package dev.vedette.probes.libbpf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tries a kind of hook with the smallest program there is: one that notes that it ran. A kernel can refuse a kind when it
 * is loaded or attached, and it can accept a security hook that it never calls, because {@code bpf} is not among its
 * {@code lsm=}. So the program is attached, the thing is done, and only what ran counts. Nothing is left behind.
 */
public final class RungTrial {
    /** linux/bpf.h: enum bpf_prog_type, bpf_attach_type, bpf_map_type, and the instructions used below. */
    private static final int PROGRAM_TRACING = 26;

    private static final int PROGRAM_LSM = 29;
    private static final int ATTACH_FENTRY = 24;
    private static final int ATTACH_LSM = 27;
    private static final int MAP_ARRAY = 2;
    private static final int SOURCE_MAP_VALUE = 2;

    /** struct bpf_prog_load_opts, bpf/bpf.h of libbpf 1.1, as far as it is set here; its first field is its size. */
    private static final MemoryLayout OPTIONS = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("sz"),
            ValueLayout.JAVA_INT.withName("attempts"),
            ValueLayout.JAVA_INT.withName("expected_attach_type"),
            ValueLayout.JAVA_INT.withName("prog_btf_fd"),
            ValueLayout.JAVA_INT.withName("prog_flags"),
            ValueLayout.JAVA_INT.withName("prog_ifindex"),
            ValueLayout.JAVA_INT.withName("kern_version"),
            ValueLayout.JAVA_INT.withName("attach_btf_id"),
            ValueLayout.JAVA_INT.withName("attach_prog_fd"));

    private final Libbpf libbpf;
    private final KernelTypes types;

    public RungTrial(Libbpf libbpf, KernelTypes types) {
        this.libbpf = libbpf;
        this.types = types;
    }

    /** Answers an empty text if security hooks are called, otherwise one line that says why not. */
    public String securityHooks() {
        return tried(PROGRAM_LSM, ATTACH_LSM, "bpf_lsm_file_open", "the kernel never calls them: add bpf to its lsm=");
    }

    /** Answers an empty text if programs at functions run, otherwise one line that says why not. */
    public String functions() {
        return tried(PROGRAM_TRACING, ATTACH_FENTRY, "security_file_open", "the kernel never runs them");
    }

    private String tried(int type, int attachType, String function, String whenSilent) {
        int id = types.functionId(function);
        if (id <= 0) {
            return "this kernel has no " + function;
        }
        try {
            return runs(type, attachType, id) ? "" : whenSilent;
        } catch (BpfException e) {
            return e.getMessage();
        }
    }

    private boolean runs(int type, int attachType, int functionId) throws BpfException {
        int map = libbpf.createMap.integer(
                MAP_ARRAY, MemorySegment.NULL, Integer.BYTES, Long.BYTES, 1, MemorySegment.NULL);
        libbpf.checked(map, "Making a map");
        try {
            int program = load(type, attachType, functionId, map);
            try {
                return ranWhileAttached(program, map);
            } finally {
                libbpf.closeDescriptor(program);
            }
        } finally {
            libbpf.closeDescriptor(map);
        }
    }

    private int load(int type, int attachType, int functionId, int map) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] code = noteThatItRan(map);
            MemorySegment instructions = arena.allocate(code.length, Long.BYTES);
            MemorySegment.copy(code, 0, instructions, ValueLayout.JAVA_BYTE, 0, code.length);
            MemorySegment options = arena.allocate(OPTIONS);
            options.set(ValueLayout.JAVA_LONG, 0, OPTIONS.byteSize());
            options.set(ValueLayout.JAVA_INT, offset("expected_attach_type"), attachType);
            options.set(ValueLayout.JAVA_INT, offset("attach_btf_id"), functionId);
            int program = libbpf.loadProgram.integer(
                    type,
                    arena.allocateFrom("vedette_trial"),
                    arena.allocateFrom("Dual BSD/GPL"),
                    instructions,
                    (long) code.length / Long.BYTES,
                    options);
            return libbpf.checked(program, "none may be loaded");
        }
    }

    /** {@code *(u64 *)value_of_map = 1; return 0;} */
    private static byte[] noteThatItRan(int map) {
        return ByteBuffer.allocate(5 * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                // BPF_LD | BPF_DW | BPF_IMM: r1 = address of the map's value; takes two instructions
                .put((byte) 0x18)
                .put((byte) (SOURCE_MAP_VALUE << 4 | 1))
                .putShort((short) 0)
                .putInt(map)
                .putLong(0)
                // BPF_ST | BPF_MEM | BPF_DW: *(u64 *)(r1 + 0) = 1
                .put((byte) 0x7a)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(1)
                // BPF_ALU64 | BPF_MOV: r0 = 0
                .put((byte) 0xb7)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(0)
                // BPF_JMP | BPF_EXIT
                .putLong(0x95)
                .array();
    }

    private boolean ranWhileAttached(int program, int map) throws BpfException {
        int link = libbpf.openTracing.integer(MemorySegment.NULL, program);
        libbpf.checked(link, "none may be attached");
        try {
            openAFile();
            return noted(map);
        } finally {
            libbpf.closeDescriptor(link);
        }
    }

    private static void openAFile() {
        try {
            FileChannel.open(Path.of("/proc/self/stat"), StandardOpenOption.READ)
                    .close();
        } catch (IOException _) {
            // Then the program did not run, which is the answer.
        }
    }

    private boolean noted(int map) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            int result = libbpf.lookup.integer(map, arena.allocate(ValueLayout.JAVA_INT), value);
            libbpf.checked(result, "Reading a map");
            return value.get(ValueLayout.JAVA_LONG, 0) != 0;
        }
    }

    private static long offset(String field) {
        return OPTIONS.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }
}
