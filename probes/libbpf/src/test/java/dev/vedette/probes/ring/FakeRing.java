package dev.vedette.probes.ring;

import dev.vedette.probes.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The memory of a ring written by hand, for states that the kernel passes through too fast to be caught in. */
final class FakeRing implements AutoCloseable {
    private final RingMapping mapping;
    private final RingBufferReader reader;
    private long end;

    FakeRing(int bytes) throws Exception {
        Arena arena = Arena.ofShared();
        Libc libc = new Libc();
        mapping = new RingMapping(
                arena, arena.allocate(Long.BYTES, 8), arena.allocate(Long.BYTES, 8), arena.allocate(2L * bytes, 8));
        reader = new RingBufferReader(mapping, WakeUp.on(libc, libc.eventFd()));
    }

    RingBufferReader reader() {
        return reader;
    }

    /** Adds a record with this header word and answers where the header is. */
    long add(int header) {
        long at = end;
        mapping.data().set(ValueLayout.JAVA_INT, at, header);
        int length = header & 0x3fff_ffff;
        end += (length + 8 + 7) & ~7;
        mapping.producer().set(ValueLayout.JAVA_LONG, 0, end);
        return at;
    }

    void setHeader(long at, int header) {
        mapping.data().set(ValueLayout.JAVA_INT, at, header);
    }

    MemorySegment consumer() {
        return mapping.consumer();
    }

    @Override
    public void close() {
        reader.close();
    }
}
