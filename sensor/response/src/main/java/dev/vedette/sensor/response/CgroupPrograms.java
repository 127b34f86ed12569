package dev.vedette.sensor.response;

import dev.vedette.sensor.response.BpfCalls.Descriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts programs that judge packets on control groups and takes them off, by bpf(2).
 *
 * <p>They are attached to the group and not by a link, so that they outlive the sensor and end with the group. They are
 * found again by their name. Numbers and layouts: union bpf_attr, struct bpf_prog_info of include/uapi/linux/bpf.h.
 * Thread-safe.
 */
record CgroupPrograms(BpfCalls calls) {
    CgroupPrograms(CLibrary libc) {
        this(new BpfCalls(libc));
    }

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
    private static final int O_DIRECTORY_READ = 0x10000;
    private static final int O_DIRECTORY_READ_ARM = 0x4000;

    /** Attaches a program beside those that are there. */
    void attach(Path group, Direction direction, ByteBuffer instructions) throws IOException {
        try (Descriptor program = calls.load(CGROUP_SKB, direction.attachType, instructions);
                Descriptor directory = open(group)) {
            calls.call(
                    PROG_ATTACH,
                    attachment(directory.fd(), program.fd(), direction, ALLOW_MULTI),
                    "attach a program to " + group);
        }
    }

    /** Takes off all of ours; how many there were. */
    int detach(Path group, Direction direction) throws IOException {
        int detached = 0;
        try (Descriptor directory = open(group)) {
            for (int id : ids(directory, direction)) {
                try (Descriptor program = byId(id)) {
                    if (isOurs(program)) {
                        calls.call(
                                PROG_DETACH,
                                attachment(directory.fd(), program.fd(), direction, 0),
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

    private static ByteBuffer attachment(int group, int program, Direction direction, int flags) {
        return BpfCalls.memory(20)
                .putInt(0, group)
                .putInt(4, program)
                .putInt(8, direction.attachType)
                .putInt(12, flags);
    }

    private List<Integer> ids(Descriptor group, Direction direction) throws IOException {
        ByteBuffer ids = BpfCalls.memory(4 * MAX_PROGRAMS);
        ByteBuffer attributes = BpfCalls.memory(32);
        attributes
                .putInt(0, group.fd())
                .putInt(4, direction.attachType)
                .putLong(16, BpfCalls.address(ids))
                .putInt(24, MAX_PROGRAMS);
        calls.call(PROG_QUERY, attributes, "list programs");
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < attributes.getInt(24); i++) {
            found.add(ids.getInt(4 * i));
        }
        return found;
    }

    private Descriptor byId(int id) throws IOException {
        ByteBuffer attributes = BpfCalls.memory(12).putInt(0, id);
        return new Descriptor(calls.libc(), (int) calls.call(PROG_GET_FD_BY_ID, attributes, "look at a program"));
    }

    private boolean isOurs(Descriptor program) throws IOException {
        ByteBuffer info = BpfCalls.memory(INFO_BYTES);
        ByteBuffer attributes = BpfCalls.memory(16);
        attributes.putInt(0, program.fd()).putInt(4, INFO_BYTES).putLong(8, BpfCalls.address(info));
        calls.call(OBJ_GET_INFO_BY_FD, attributes, "look at a program");
        byte[] name = new byte[NAME_BYTES];
        info.get(INFO_NAME, name);
        return new String(name, StandardCharsets.US_ASCII).replace("\0", "").equals(BpfCalls.NAME);
    }

    private Descriptor open(Path group) throws IOException {
        int fd = calls.libc().open(group.toString(), BpfCalls.isArm() ? O_DIRECTORY_READ_ARM : O_DIRECTORY_READ);
        if (fd < 0) {
            throw new IOException(group + " cannot be opened: the container has ended meanwhile");
        }
        return new Descriptor(calls.libc(), fd);
    }
}
