package dev.vedette.sensor.response;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * bpf(2), as far as programs that judge packets need it. Numbers and layouts: union bpf_attr of include/uapi/linux/bpf.h.
 * Thread-safe.
 */
record BpfCalls(CLibrary libc) {
    /** What all programs of isolation are called, by which they are found again. */
    static final String NAME = "vedette_isolate";

    private static final int PROG_LOAD = 5;
    private static final int LOG_BYTES = 1 << 16;
    private static final int EPERM = 1;

    /** An open file. */
    record Descriptor(CLibrary libc, int fd) implements AutoCloseable {
        @Override
        public void close() {
            libc.close(fd);
        }
    }

    /**
     * Has the kernel take a program.
     *
     * @param type of enum bpf_prog_type
     * @param attachType of enum bpf_attach_type; 0 for a type of program that has one place only
     */
    Descriptor load(int type, int attachType, ByteBuffer instructions) throws IOException {
        ByteBuffer license = text("Apache-2.0");
        ByteBuffer log = memory(LOG_BYTES);
        ByteBuffer attributes = memory(72);
        attributes
                .putInt(0, type)
                .putInt(4, instructions.remaining() / BpfProgram.INSTRUCTION_BYTES)
                .putLong(8, address(instructions))
                .putLong(16, address(license))
                .putInt(24, 1)
                .putInt(28, LOG_BYTES)
                .putLong(32, address(log))
                .put(48, NAME.getBytes(StandardCharsets.US_ASCII))
                .putInt(68, attachType);
        try {
            return new Descriptor(libc, (int) call(PROG_LOAD, attributes, "load a program"));
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

    /** @param what it is to do, for the message if it does not */
    long call(int command, ByteBuffer attributes, String what) throws IOException {
        long result = libc.syscall(isArm() ? 280 : 321, command, address(attributes), attributes.capacity(), 0);
        if (result < 0) {
            int errno = LastError.getLastError(Runtime.getRuntime(libc));
            throw new IOException("the kernel would not " + what + " (error " + errno + ")"
                    + (errno == EPERM ? ": the sensor needs CAP_BPF and CAP_NET_ADMIN." : "."));
        }
        return result;
    }

    static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return memory(bytes.length + 1).put(0, bytes);
    }

    /** @param memory outside the heap, from its first byte on */
    static long address(ByteBuffer memory) {
        return MemorySegment.ofBuffer(memory).address();
    }
}
