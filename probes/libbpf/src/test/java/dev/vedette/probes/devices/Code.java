package dev.vedette.probes.devices;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes instructions of eBPF. Opcodes: Documentation/bpf/standardization/instruction-set.rst. */
public final class Code {
    private record One(int code, int target, int source, int offset, int constant) {}

    private final List<One> instructions = new ArrayList<>();

    /** As runtimes begin: type in r2, access in r3, major in r4, minor in r5. */
    public static Code ofRuntime() {
        return new Code()
                .add(0x61, 2, 1, 0, 0)
                .add(0x54, 2, 0, 0, 0xffff)
                .add(0x61, 3, 1, 0, 0)
                .add(0x74, 3, 0, 0, 16)
                .add(0x61, 4, 1, 4, 0)
                .add(0x61, 5, 1, 8, 0);
    }

    public Code add(int code, int target, int source, int offset, int constant) {
        instructions.add(new One(code, target, source, offset, constant));
        return this;
    }

    /** @param type 1 for blocks, 2 for characters, 0 for both; negative numbers for all */
    public Code allow(int type, int major, int minor, int access) {
        return rule(type, major, minor, access, 1);
    }

    public Code rule(int type, int major, int minor, int access, int answer) {
        int length = (type == 0 ? 0 : 1) + (major < 0 ? 0 : 1) + (minor < 0 ? 0 : 1) + (access == 7 ? 0 : 3) + 2;
        int end = instructions.size() + length;
        if (type != 0) {
            unless(2, type, end);
        }
        if (access != 7) {
            add(0xbc, 1, 3, 0, 0).add(0x54, 1, 0, 0, access);
            add(0x5d, 1, 3, end - instructions.size() - 1, 0);
        }
        if (major >= 0) {
            unless(4, major, end);
        }
        if (minor >= 0) {
            unless(5, minor, end);
        }
        return end(answer);
    }

    private void unless(int register, int value, int end) {
        add(0x55, register, 0, end - instructions.size() - 1, value);
    }

    public Code end(int answer) {
        return add(0xb7, 0, 0, 0, answer).add(0x95, 0, 0, 0, 0);
    }

    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(instructions.size() * Long.BYTES).order(ByteOrder.nativeOrder());
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (One one : instructions) {
            int registers = little ? one.source() << 4 | one.target() : one.target() << 4 | one.source();
            bytes.put((byte) one.code())
                    .put((byte) registers)
                    .putShort((short) one.offset())
                    .putInt(one.constant());
        }
        return bytes.array();
    }

    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes()).order(ByteOrder.nativeOrder());
    }
}
