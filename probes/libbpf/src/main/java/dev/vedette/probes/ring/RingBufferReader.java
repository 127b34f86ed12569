package dev.vedette.probes.ring;

import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The kernel's ring buffer, read in place.
 *
 * <p>Guarantees: records are handed over in the order in which they were reserved; a record's memory is valid until
 * {@link Handler#onRecord} returns and is read-only; nothing is allocated per record; discarded records are skipped. One
 * thread reads; {@link #available} and {@link #close} may be called by any.
 *
 * <p>Layout and memory order: kernel/bpf/ringbuf.c and tools/lib/bpf/ringbuf.c. A record begins with a 32-bit length
 * whose bit 31 says that it is still being written and bit 30 that it was discarded, followed by 32 bits that are the
 * kernel's own; records are aligned to 8 bytes.
 */
@SuppressWarnings("restricted") // reinterpret: the length is that of the mapping itself
public final class RingBufferReader implements AutoCloseable {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    static final int HEADER_BYTES = 8;
    static final int DISCARDED = 1 << 30;
    private static final int LENGTH_MASK = DISCARDED - 1;
    private static final long ALIGNMENT_MASK = 7;

    /** Each publication makes a cache line travel to the producer's core, so it is not done for every record. */
    private static final int RECORDS_PER_PUBLICATION = 64;

    private final RingMapping mapping;
    private final WakeUp wakeUp;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    /**
     * The data without the check that it is still mapped, which {@link #reading} answers for: half a nanosecond a
     * record. Handlers get the checked one, since they might keep it.
     */
    private final MemorySegment headers;

    private final long mask;
    /** Held while memory is read or waited for, so that {@link #close} unmaps only afterwards. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile boolean closed;
    private long position;

    /** Gets one record: {@code length} bytes of {@code data} from {@code offset}, a multiple of 8. */
    @FunctionalInterface
    public interface Handler {
        /** What this throws leaves {@link #drain}; the record counts as read. */
        void onRecord(MemorySegment data, long offset, int length);
    }

    /**
     * Maps a ring.
     *
     * @param mapFd a map of type BPF_MAP_TYPE_RINGBUF; stays the caller's
     * @param ringBytes its size, as the map has it: a power of two
     * @throws IOException if the kernel does not let it be mapped
     */
    public static RingBufferReader open(Libc libc, int mapFd, long ringBytes) throws IOException {
        WakeUp wakeUp = WakeUp.on(libc, mapFd);
        try {
            return new RingBufferReader(RingMapping.of(libc, mapFd, ringBytes), wakeUp);
        } catch (IOException | RuntimeException e) {
            wakeUp.close();
            throw e;
        }
    }

    RingBufferReader(RingMapping mapping, WakeUp wakeUp) {
        long ringBytes = mapping.data().byteSize() / 2;
        if (Long.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException("A ring's size is a power of two, not " + ringBytes);
        }
        this.mapping = mapping;
        this.wakeUp = wakeUp;
        this.consumer = mapping.consumer();
        this.producer = mapping.producer();
        this.data = mapping.data();
        this.headers = MemorySegment.ofAddress(data.address()).reinterpret(data.byteSize());
        this.mask = ringBytes - 1;
        this.position = (long) LONG.getAcquire(consumer, 0L);
    }

    /**
     * Hands over what is there, without waiting.
     *
     * @param maxRecords at most so many, at least 1
     * @return how many were handed over; 0 also if the oldest record is still being written
     * @throws IllegalStateException if this is closed
     */
    public int drain(Handler handler, int maxRecords) {
        reading.lock();
        try {
            requireOpen();
            return read(handler, maxRecords);
        } finally {
            reading.unlock();
        }
    }

    private int read(Handler handler, int maxRecords) {
        // Locals: after an acquiring read the JIT would load the fields anew for each record.
        MemorySegment data = this.data;
        MemorySegment headers = this.headers;
        MemorySegment consumer = this.consumer;
        long mask = this.mask;
        int handed = 0;
        int unpublished = 0;
        long at = position;
        long end = (long) LONG.getAcquire(producer, 0L);
        try {
            while (handed < maxRecords && (at < end || at < (end = (long) LONG.getAcquire(producer, 0L)))) {
                long offset = at & mask;
                int header = (int) INT.getAcquire(headers, offset);
                if (header < 0) {
                    break;
                }
                int length = header & LENGTH_MASK;
                // Before the handler runs: a record it throws on must not be read again.
                at += (length + HEADER_BYTES + ALIGNMENT_MASK) & ~ALIGNMENT_MASK;
                if (header < DISCARDED) {
                    handler.onRecord(data, offset + HEADER_BYTES, length);
                    handed++;
                }
                if (++unpublished == RECORDS_PER_PUBLICATION) {
                    LONG.setRelease(consumer, 0L, at);
                    unpublished = 0;
                    if (closed) {
                        break;
                    }
                }
            }
        } finally {
            position = at;
            LONG.setRelease(consumer, 0L, at);
        }
        return handed;
    }

    /**
     * Waits until the kernel wakes the reader (a record was submitted with BPF_RB_FORCE_WAKEUP), the time is up, or
     * this is closed. Records submitted with BPF_RB_NO_WAKEUP do not end the wait: they are what the timeout is for.
     *
     * @param timeout counted in whole milliseconds, rounded up
     * @return whether there is something to read (or being written); false once closed
     */
    public boolean await(Duration timeout) {
        reading.lock();
        try {
            if (closed) {
                return false;
            }
            wakeUp.await(timeout);
            return !closed && available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Waiting for the kernel's ring failed", e);
        } finally {
            reading.unlock();
        }
    }

    /** Bytes between the consumer's published position and the producer's; 0 once closed. */
    public long available() {
        try {
            return (long) LONG.getAcquire(producer, 0L) - (long) LONG.getAcquire(consumer, 0L);
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    /** The ring's size in bytes. */
    public long capacity() {
        return mask + 1;
    }

    /** Ends a wait and a drain in progress, then unmaps. Closing again does nothing; not to be called by a handler. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        wakeUp.signal();
        reading.lock();
        try {
            mapping.close();
            wakeUp.close();
        } finally {
            reading.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The ring is closed");
        }
    }
}
