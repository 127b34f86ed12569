package dev.vedette.probes.record;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collections;

/** As much of io_uring as opens files. Offsets and numbers are those of include/uapi/linux/io_uring.h, for x86-64. */
@SuppressWarnings("restricted")
final class IoUring implements AutoCloseable {
    private static final long CLOSE = 3;
    private static final long MMAP = 9;
    private static final long SETUP = 425;
    private static final long ENTER = 426;
    private static final long REGISTER = 427;
    private static final long REGISTER_FILES = 2;
    private static final byte OP_OPENAT = 18;
    private static final int AT_FDCWD = -100;
    private static final long PROT_READ_WRITE = 3;
    private static final long MAP_SHARED = 1;
    private static final long RING_BYTES = 4096;
    private static final long SQES_OFFSET = 0x10000000L;
    private static final int SLOTS = 4;

    private static final MethodHandle SYSCALL = syscall();

    private final Arena arena = Arena.ofConfined();
    private final long descriptor;
    private final MemorySegment parameters = arena.allocate(120, 8);
    private final MemorySegment rings;
    private final MemorySegment entries;

    IoUring() throws IOException {
        descriptor = call(SETUP, 4, parameters.address(), 0, 0, 0, 0);
        rings = map(0);
        entries = map(SQES_OFFSET);
        MemorySegment none = arena.allocate(4L * SLOTS, 4).fill((byte) 0xff);
        call(REGISTER, descriptor, REGISTER_FILES, none.address(), SLOTS, 0, 0);
    }

    /**
     * Opens a file.
     *
     * @param slot of the ring's own table counted from 1, or 0 for a descriptor
     * @return the descriptor, or 0 for a slot
     */
    int open(Path file, int flags, int slot) throws IOException {
        MemorySegment entry = entries.asSlice(0, 64).fill((byte) 0);
        entry.set(ValueLayout.JAVA_BYTE, 0, OP_OPENAT);
        entry.set(ValueLayout.JAVA_INT, 4, AT_FDCWD);
        entry.set(ValueLayout.JAVA_LONG, 16, arena.allocateFrom(file.toString()).address());
        entry.set(ValueLayout.JAVA_INT, 24, 0600);
        entry.set(ValueLayout.JAVA_INT, 28, flags);
        entry.set(ValueLayout.JAVA_INT, 44, slot);
        submit();
        int head = rings.get(ValueLayout.JAVA_INT, completion(0));
        int mask = rings.get(ValueLayout.JAVA_INT, completion(8));
        long result = completion(20) + 16L * (head & mask) + 8;
        rings.set(ValueLayout.JAVA_INT, completion(0), head + 1);
        return rings.get(ValueLayout.JAVA_INT, result);
    }

    void closeDescriptor(int opened) throws IOException {
        call(CLOSE, opened, 0, 0, 0, 0, 0);
    }

    private void submit() throws IOException {
        int tail = rings.get(ValueLayout.JAVA_INT, submission(4));
        int mask = rings.get(ValueLayout.JAVA_INT, submission(8));
        rings.set(ValueLayout.JAVA_INT, submission(24) + 4L * (tail & mask), 0);
        rings.set(ValueLayout.JAVA_INT, submission(4), tail + 1);
        call(ENTER, descriptor, 1, 1, 1, 0, 0);
    }

    /** Where a field of the submission ring is: struct io_sqring_offsets begins at byte 40 of the parameters. */
    private long submission(int field) {
        return parameters.get(ValueLayout.JAVA_INT, 40L + field);
    }

    /** Where a field of the completion ring is: struct io_cqring_offsets begins at byte 80. */
    private long completion(int field) {
        return parameters.get(ValueLayout.JAVA_INT, 80L + field);
    }

    private MemorySegment map(long offset) throws IOException {
        long address = call(MMAP, 0, RING_BYTES, PROT_READ_WRITE, MAP_SHARED, descriptor, offset);
        return MemorySegment.ofAddress(address).reinterpret(RING_BYTES);
    }

    @Override
    public void close() throws IOException {
        call(CLOSE, descriptor, 0, 0, 0, 0, 0);
        arena.close();
    }

    private static MethodHandle syscall() {
        Linker linker = Linker.nativeLinker();
        var longs = Collections.nCopies(7, ValueLayout.JAVA_LONG).toArray(ValueLayout.OfLong[]::new);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, longs),
                Linker.Option.firstVariadicArg(1));
    }

    private static long call(long number, long a, long b, long c, long d, long e, long f) throws IOException {
        try {
            long result = (long) SYSCALL.invokeExact(number, a, b, c, d, e, f);
            if (result < 0) {
                throw new IOException("system call " + number + " failed");
            }
            return result;
        } catch (IOException e1) {
            throw e1;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
