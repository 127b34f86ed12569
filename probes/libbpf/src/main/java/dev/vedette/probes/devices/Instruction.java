package dev.vedette.probes.devices;

import java.nio.ByteOrder;

/** struct bpf_insn, linux/bpf.h, as this machine reads its eight bytes at once. */
record Instruction(long bytes) {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    int code() {
        return (int) (LITTLE ? bytes : bytes >>> 56) & 0xff;
    }

    /** Of a jump: whether it asks for equal numbers, or for bits; else for the order of numbers. */
    boolean comparesEqual() {
        return switch (code() & 0xf0) {
            case 0x10, 0x40, 0x50 -> true;
            default -> false;
        };
    }

    int target() {
        return (int) (LITTLE ? bytes >>> 8 : bytes >>> 52) & 0xf;
    }

    int source() {
        return (int) (LITTLE ? bytes >>> 12 : bytes >>> 48) & 0xf;
    }

    int offset() {
        return (short) (LITTLE ? bytes >>> 16 : bytes >>> 32);
    }

    /** Extended by its sign, as every instruction of 64 bits takes it. */
    int constant() {
        return (int) (LITTLE ? bytes >>> 32 : bytes);
    }
}
