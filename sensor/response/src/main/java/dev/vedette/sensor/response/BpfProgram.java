package dev.vedette.sensor.response;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a BPF program, instruction by instruction, with jumps to the two ways it can end: the packet goes on or it is
 * dropped. For one thread.
 *
 * <p>Encoding: struct bpf_insn and the opcodes of include/uapi/linux/bpf.h and bpf_common.h.
 */
final class BpfProgram {
    static final int INSTRUCTION_BYTES = 8;

    private static final int ALU_AND_CONSTANT = 0x54;
    private static final int ALU_SHIFT_LEFT_CONSTANT = 0x64;
    private static final int ALU_TO_BIG_ENDIAN = 0xdc;
    private static final int MOVE_CONSTANT = 0xb7;
    private static final int MOVE = 0xbf;
    private static final int ADD_CONSTANT = 0x07;
    private static final int LOAD_WORD = 0x61;
    private static final int LOAD_HALF = 0x69;
    private static final int LOAD_BYTE = 0x71;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    private static final int JUMP = 0x05;
    /** Of 32 bits, so that the constant is not extended by its sign (BPF_JMP32, since Linux 5.1). */
    private static final int JUMP_IF_EQUAL = 0x16;

    private static final int JUMP_IF_NOT_EQUAL = 0x56;

    private record Instruction(int code, int destination, int source, int offset, int constant) {}

    /** Where a jump goes; placed once. */
    static final class Label {
        private int at = -1;
    }

    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Label> targets = new ArrayList<>();

    private BpfProgram add(int code, int destination, int source, int offset, int constant, Label target) {
        instructions.add(new Instruction(code, destination, source, offset, constant));
        targets.add(target);
        return this;
    }

    BpfProgram set(int register, int value) {
        return add(MOVE_CONSTANT, register, 0, 0, value, null);
    }

    BpfProgram copy(int register, int from) {
        return add(MOVE, register, from, 0, 0, null);
    }

    BpfProgram plus(int register, int value) {
        return add(ADD_CONSTANT, register, 0, 0, value, null);
    }

    BpfProgram and(int register, int mask) {
        return add(ALU_AND_CONSTANT, register, 0, 0, mask, null);
    }

    BpfProgram shiftLeft(int register, int bits) {
        return add(ALU_SHIFT_LEFT_CONSTANT, register, 0, 0, bits, null);
    }

    /** Makes a number of 32 bits that came in the network's order one of the processor's. */
    BpfProgram fromNetworkOrder(int register) {
        return add(ALU_TO_BIG_ENDIAN, register, 0, 0, 32, null);
    }

    /** The same for 16 bits. */
    BpfProgram halfFromNetworkOrder(int register) {
        return add(ALU_TO_BIG_ENDIAN, register, 0, 0, 16, null);
    }

    BpfProgram loadWord(int register, int base, int offset) {
        return add(LOAD_WORD, register, base, offset, 0, null);
    }

    BpfProgram loadHalf(int register, int base, int offset) {
        return add(LOAD_HALF, register, base, offset, 0, null);
    }

    BpfProgram loadByte(int register, int base, int offset) {
        return add(LOAD_BYTE, register, base, offset, 0, null);
    }

    BpfProgram call(int function) {
        return add(CALL, 0, 0, 0, function, null);
    }

    BpfProgram jump(Label target) {
        return add(JUMP, 0, 0, 0, 0, target);
    }

    BpfProgram ifEqual(int register, int value, Label target) {
        return add(JUMP_IF_EQUAL, register, 0, 0, value, target);
    }

    BpfProgram ifNotEqual(int register, int value, Label target) {
        return add(JUMP_IF_NOT_EQUAL, register, 0, 0, value, target);
    }

    BpfProgram place(Label label) {
        label.at = instructions.size();
        return this;
    }

    BpfProgram end(int result) {
        return set(0, result).add(EXIT, 0, 0, 0, 0, null);
    }

    /** For bpf(2), in memory outside the heap. */
    ByteBuffer encode() {
        ByteOrder order = ByteOrder.nativeOrder();
        ByteBuffer bytes = ByteBuffer.allocateDirect(instructions.size() * INSTRUCTION_BYTES)
                .order(order);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction one = instructions.get(i);
            Label target = targets.get(i);
            int registers = order == ByteOrder.LITTLE_ENDIAN
                    ? one.source << 4 | one.destination
                    : one.destination << 4 | one.source;
            bytes.put((byte) one.code)
                    .put((byte) registers)
                    .putShort((short) (target == null ? one.offset : target.at - i - 1))
                    .putInt(one.constant);
        }
        return bytes.flip();
    }
}
