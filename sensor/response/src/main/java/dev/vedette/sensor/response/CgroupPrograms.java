package dev.vedette.sensor.response;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * Puts programs that judge packets on control groups and takes them off, by bpf(2).
 *
 * <p>They are attached to the group and not by a link, so that they outlive the sensor and end with the group. They are
 * found again by their name. Numbers and layouts: union bpf_attr, struct bpf_prog_info of include/uapi/linux/bpf.h.
 * Thread-safe.
 */
record CgroupPrograms(CLibrary libc) {
    /** Which way the packets go. */
    enum Direction {
        INGRESS(0),
        EGRESS(1);

        /** Of enum bpf_attach_type: BPF_CGROUP_INET_INGRESS and the one after it. */
        private final int attachType;

        Direction(int attachType) {
            this.attachType = attachType;
        }
    }

    private static final String NAME = "vedette_isolate";

    private static final int PROG_LOAD = 5;
    private static final int PROG_ATTACH = 8;
    private static final int PROG_DETACH = 9;
    private static final int PROG_GET_FD_BY_ID = 13;
    private static final int OBJ_GET_INFO_BY_FD = 15;
    private static final int PROG_QUERY = 16;
    private static final int CGROUP_SKB = 8;
    /** Beside those of others, on this group and on those above. */
    private static final int ALLOW_MULTI = 2;

    private static final int MAX_PROGRAMS = 64;
    private static final int INFO_BYTES = 128;
    private static final int INFO_NAME = 64;
    private static final int NAME_BYTES = 16;
    private static final int LOG_BYTES = 1 << 16;
    private static final int O_DIRECTORY_READ = 0x10000;
    private static final int O_DIRECTORY_READ_ARM = 0x4000;
    private static final int EPERM = 1;

    /** Attaches a program beside those that are there. */
    void attach(Path group, Direction direction, ByteBuffer instructions) throws IOException {
        int program = load(direction, instructions);
        try (Descriptor directory = open(group)) {
            call(
                    PROG_ATTACH,
                    attachment(directory.fd, program, direction, ALLOW_MULTI),
                    "attach a program to " + group);
        } finally {
            libc.close(program);
        }
    }

    /** Takes off all of ours; how many there were. */
    int detach(Path group, Direction direction) throws IOException {
        int detached = 0;
        try (Descriptor directory = open(group)) {
            for (int id : ids(directory, direction)) {
                try (Descriptor program = byId(id)) {
                    if (isOurs(program)) {
                        call(
                                PROG_DETACH,
                                attachment(directory.fd, program.fd, direction, 0),
                                "detach a program from " + group);
                        detached++;
                    }
                }
            }
        }
        return detached;
    }

    /** Whether one of ours is attached. */
    boolean isAttached(Path group, Direction direction) throws IOException {
        try (Descriptor directory = open(group)) {
            for (int id : ids(directory, direction)) {
                try (Descriptor program = byId(id)) {
                    if (isOurs(program)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private int load(Direction direction, ByteBuffer instructions) throws IOException {
        ByteBuffer license = text("Apache-2.0");
        ByteBuffer log = memory(LOG_BYTES);
        ByteBuffer attributes = memory(72);
        attributes
                .putInt(0, CGROUP_SKB)
                .putInt(4, instructions.remaining() / BpfProgram.INSTRUCTION_BYTES)
                .putLong(8, address(instructions))
                .putLong(16, address(license))
                .putInt(24, 1)
                .putInt(28, LOG_BYTES)
                .putLong(32, address(log))
                .put(48, NAME.getBytes(StandardCharsets.US_ASCII))
                .putInt(68, direction.attachType);
        try {
            return (int) call(PROG_LOAD, attributes, "load a program");
        } catch (IOException e) {
            String said = reason(StandardCharsets.US_ASCII.decode(log).toString());
            throw said.isEmpty() ? e : new IOException(e.getMessage() + " It says: " + said, e);
        }
    }

    /** The last line of the verifier's that says something of the program; what follows it is a summary. */
    private static String reason(String log) {
        return log.replace("\0", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("processed "))
                .reduce((before, line) -> line)
                .orElse("");
    }

    private static ByteBuffer attachment(int group, int program, Direction direction, int flags) {
        return memory(20)
                .putInt(0, group)
                .putInt(4, program)
                .putInt(8, direction.attachType)
                .putInt(12, flags);
    }

    private List<Integer> ids(Descriptor group, Direction direction) throws IOException {
        ByteBuffer ids = memory(4 * MAX_PROGRAMS);
        ByteBuffer attributes = memory(32);
        attributes
                .putInt(0, group.fd)
                .putInt(4, direction.attachType)
                .putLong(16, address(ids))
                .putInt(24, MAX_PROGRAMS);
        call(PROG_QUERY, attributes, "list programs");
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < attributes.getInt(24); i++) {
            found.add(ids.getInt(4 * i));
        }
        return found;
    }

    private Descriptor byId(int id) throws IOException {
        ByteBuffer attributes = memory(12).putInt(0, id);
        return new Descriptor(libc, (int) call(PROG_GET_FD_BY_ID, attributes, "look at a program"));
    }

    private boolean isOurs(Descriptor program) throws IOException {
        ByteBuffer info = memory(INFO_BYTES);
        ByteBuffer attributes = memory(16);
        attributes.putInt(0, program.fd).putInt(4, INFO_BYTES).putLong(8, address(info));
        call(OBJ_GET_INFO_BY_FD, attributes, "look at a program");
        byte[] name = new byte[NAME_BYTES];
        info.get(INFO_NAME, name);
        return new String(name, StandardCharsets.US_ASCII).replace("\0", "").equals(NAME);
    }

    private Descriptor open(Path group) throws IOException {
        int fd = libc.open(group.toString(), isArm() ? O_DIRECTORY_READ_ARM : O_DIRECTORY_READ);
        if (fd < 0) {
            throw new IOException(group + " cannot be opened: the container has ended meanwhile");
        }
        return new Descriptor(libc, fd);
    }

    private long call(int command, ByteBuffer attributes, String what) throws IOException {
        long result = libc.syscall(isArm() ? 280 : 321, command, address(attributes), attributes.capacity(), 0);
        if (result < 0) {
            int errno = LastError.getLastError(Runtime.getRuntime(libc));
            throw new IOException("the kernel would not " + what + " (error " + errno + ")"
                    + (errno == EPERM ? ": the sensor needs CAP_BPF and CAP_NET_ADMIN." : "."));
        }
        return result;
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return memory(bytes.length + 1).put(0, bytes);
    }

    private static long address(ByteBuffer memory) {
        return MemorySegment.ofBuffer(memory).address();
    }

    private record Descriptor(CLibrary libc, int fd) implements AutoCloseable {
        @Override
        public void close() {
            libc.close(fd);
        }
    }
}
