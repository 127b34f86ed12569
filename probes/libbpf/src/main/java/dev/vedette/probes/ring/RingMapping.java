package dev.vedette.probes.ring;

import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a BPF_MAP_TYPE_RINGBUF as kernel/bpf/ringbuf.c lets it be mapped: one page with the consumer's position
 * (writable), then, read-only, one page with the producer's position and the data, mapped twice in a row so that no
 * record is ever in two pieces.
 *
 * @param consumer the consumer's position, at offset 0
 * @param producer the producer's position, at offset 0
 * @param data twice the ring's bytes
 */
@SuppressWarnings("restricted") // calling native code is what this is for
record RingMapping(Arena arena, MemorySegment consumer, MemorySegment producer, MemorySegment data)
        implements AutoCloseable {

    static RingMapping of(Libc libc, int mapFd, long ringBytes) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            long page = libc.pageSize();
            MemorySegment consumer = map(libc, arena, mapFd, 0, page, true);
            MemorySegment readOnly = map(libc, arena, mapFd, page, page + 2 * ringBytes, false);
            return new RingMapping(arena, consumer, readOnly.asSlice(0, page), readOnly.asSlice(page));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static MemorySegment map(Libc libc, Arena arena, int fd, long offset, long length, boolean writable)
            throws IOException {
        long address = libc.map(fd, offset, length, writable);
        MemorySegment memory =
                MemorySegment.ofAddress(address).reinterpret(length, arena, _ -> libc.unmap(address, length));
        // A write into the read-only pages would be a SIGSEGV that ends the JVM; this makes it an exception.
        return writable ? memory : memory.asReadOnly();
    }

    /** Unmaps; later access throws instead of crashing. */
    @Override
    public void close() {
        arena.close();
    }
}
