package dev.vedette.probes.devices;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;

/**
 * One program of type BPF_PROG_TYPE_CGROUP_DEVICE, gone through without the kernel. Those of runc, crun, youki and systemd
 * load the three fields that they are given, mask, shift, move, compare, jump forwards and end (runc,
 * libcontainer/cgroups/devices/devicefilter.go; crun, src/libcrun/ebpf.c; systemd, src/core/bpf-devices.c). What else an
 * instruction may do, with memory, maps or the kernel's functions, is {@linkplain NotUnderstoodException not understood},
 * and never guessed. Meaning of instructions: Documentation/bpf/standardization/instruction-set.rst. Immutable.
 */
final class DeviceProgram {
    private static final int REGISTERS = 12;
    private static final int CONTEXT = 1;
    private static final int MOST_STEPS = 1 << 16;

    private static final int CLASS = 0x07;
    private static final int LOAD_CONSTANT = 0x18;
    private static final int LDX = 1;
    private static final int ALU = 4;
    private static final int JUMP = 5;
    private static final int JUMP32 = 6;
    private static final int ALU64 = 7;
    private static final int OPERATION = 0xf0;
    private static final int FROM_REGISTER = 0x08;
    private static final int MODE = 0xe0;
    private static final int MODE_MEMORY = 0x60;
    private static final int SIZE = 0x18;
    private static final int ALWAYS = 0x05;
    private static final int EXIT = 0x95;
    private static final int MOVE = 0xb0;

    private final long[] instructions;

    private DeviceProgram(long[] instructions) {
        this.instructions = instructions;
    }

    /** @param code eight bytes for each instruction, in this machine's order */
    static DeviceProgram of(ByteBuffer code) {
        long[] instructions = new long[code.remaining() / Long.BYTES];
        code.duplicate().order(ByteOrder.nativeOrder()).asLongBuffer().get(instructions);
        return new DeviceProgram(instructions);
    }

    /**
     * Whether it allows this: it answers anything but 0 (__cgroup_bpf_check_dev_permission, kernel/bpf/cgroup.c).
     *
     * @param compared is given every number that the program compares, and its neighbours where the order decides
     */
    boolean allows(DeviceRequest request, LongConsumer compared) throws NotUnderstoodException {
        return new Run(request, compared).end() != 0;
    }

    /** From the first instruction to the end. */
    private final class Run {
        private final ByteBuffer given;
        private final LongConsumer compared;
        private final long[] registers = new long[REGISTERS];
        /** Which registers hold the address of what the program is given. */
        private final boolean[] contexts = new boolean[REGISTERS];

        private int at;

        private Run(DeviceRequest request, LongConsumer compared) {
            this.given = ByteBuffer.allocate(DeviceRequest.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(request.accessAndType())
                    .putInt(request.major())
                    .putInt(request.minor());
            this.compared = compared;
            contexts[CONTEXT] = true;
        }

        private int end() throws NotUnderstoodException {
            for (int step = 0; step < MOST_STEPS; step++) {
                if (at < 0 || at >= instructions.length) {
                    throw new NotUnderstoodException("it goes on at " + at + " of " + instructions.length);
                }
                Instruction one = new Instruction(instructions[at]);
                if (one.code() == EXIT) {
                    return (int) number(0, one);
                }
                at++;
                take(one);
            }
            throw new NotUnderstoodException("it takes more than " + MOST_STEPS + " steps");
        }

        private void take(Instruction one) throws NotUnderstoodException {
            if (one.target() >= REGISTERS || one.source() >= REGISTERS) {
                throw notUnderstood(one);
            }
            switch (one.code() & CLASS) {
                case LDX -> load(one);
                case ALU, ALU64 -> compute(one);
                case JUMP, JUMP32 -> jump(one);
                default -> {
                    if (one.code() != LOAD_CONSTANT || one.source() != 0 || at >= instructions.length) {
                        throw notUnderstood(one);
                    }
                    long high = new Instruction(instructions[at++]).constant();
                    set(one.target(), high << 32 | Integer.toUnsignedLong(one.constant()));
                }
            }
        }

        private void load(Instruction one) throws NotUnderstoodException {
            int bytes = switch (one.code() & SIZE) {
                case 0x00 -> 4;
                case 0x08 -> 2;
                case 0x10 -> 1;
                default -> throw notUnderstood(one);
            };
            int offset = one.offset();
            boolean inside = offset >= 0 && offset % bytes == 0 && offset + bytes <= DeviceRequest.BYTES;
            if (!contexts[one.source()] || (one.code() & MODE) != MODE_MEMORY || !inside) {
                throw notUnderstood(one);
            }
            set(
                    one.target(),
                    switch (bytes) {
                        case 4 -> Integer.toUnsignedLong(given.getInt(offset));
                        case 2 -> Short.toUnsignedLong(given.getShort(offset));
                        default -> Byte.toUnsignedLong(given.get(offset));
                    });
        }

        private void compute(Instruction one) throws NotUnderstoodException {
            boolean wide = (one.code() & CLASS) == ALU64;
            int operation = one.code() & OPERATION;
            // Another meaning of the same code, with signs.
            if (one.offset() != 0) {
                throw notUnderstood(one);
            }
            if (operation == MOVE && wide && isFromRegister(one) && contexts[one.source()]) {
                contexts[one.target()] = true;
                return;
            }
            long by = operand(one);
            long result = operation == MOVE ? by : computed(one, wide, number(one.target(), one), by);
            set(one.target(), wide ? result : result & 0xffff_ffffL);
        }

        private long computed(Instruction one, boolean wide, long value, long by) throws NotUnderstoodException {
            int shift = (int) by & (wide ? 63 : 31);
            long narrow = wide ? value : value & 0xffff_ffffL;
            return switch (one.code() & OPERATION) {
                case 0x00 -> value + by;
                case 0x10 -> value - by;
                case 0x20 -> value * by;
                case 0x40 -> value | by;
                case 0x50 -> value & by;
                case 0x60 -> value << shift;
                case 0x70 -> narrow >>> shift;
                case 0xa0 -> value ^ by;
                case 0xc0 -> wide ? value >> shift : (int) value >> shift;
                default -> throw notUnderstood(one);
            };
        }

        private void jump(Instruction one) throws NotUnderstoodException {
            if (one.code() == ALWAYS) {
                at += one.offset();
                return;
            }
            boolean wide = (one.code() & CLASS) == JUMP;
            long left = wide ? number(one.target(), one) : (int) number(one.target(), one);
            long right = wide ? operand(one) : (int) operand(one);
            tell(one, left);
            tell(one, right);
            if (holds(one, left, right)) {
                at += one.offset();
            }
        }

        /** Where the order decides, the numbers on both sides of a bound are treated unlike each other. */
        private void tell(Instruction one, long number) {
            compared.accept(number);
            if (!one.comparesEqual()) {
                compared.accept(number - 1);
                compared.accept(number + 1);
            }
        }

        /** Numbers of 32 bits stand in the same order when both are extended by their signs, signed or not. */
        private boolean holds(Instruction one, long left, long right) throws NotUnderstoodException {
            int order = Long.compareUnsigned(left, right);
            return switch (one.code() & OPERATION) {
                case 0x10 -> left == right;
                case 0x20 -> order > 0;
                case 0x30 -> order >= 0;
                case 0x40 -> (left & right) != 0;
                case 0x50 -> left != right;
                case 0x60 -> left > right;
                case 0x70 -> left >= right;
                case 0xa0 -> order < 0;
                case 0xb0 -> order <= 0;
                case 0xc0 -> left < right;
                case 0xd0 -> left <= right;
                default -> throw notUnderstood(one);
            };
        }

        private long operand(Instruction one) throws NotUnderstoodException {
            return isFromRegister(one) ? number(one.source(), one) : one.constant();
        }

        private static boolean isFromRegister(Instruction one) {
            return (one.code() & FROM_REGISTER) != 0;
        }

        /** An address is not compared and not computed with. */
        private long number(int register, Instruction one) throws NotUnderstoodException {
            if (contexts[register]) {
                throw notUnderstood(one);
            }
            return registers[register];
        }

        private void set(int register, long value) {
            registers[register] = value;
            contexts[register] = false;
        }

        private NotUnderstoodException notUnderstood(Instruction one) {
            return new NotUnderstoodException("what instruction " + (at - 1)
                    + " of a program does is not understood (code 0x" + Integer.toHexString(one.code()) + ")");
        }
    }
}
