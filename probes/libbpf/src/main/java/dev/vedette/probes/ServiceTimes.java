package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What one cgroup did with all block devices, or all network devices that keep queues. Layout: {@code struct
 * service_times} of service.h.
 *
 * @param servedNanos for how long devices served its requests; of network devices only while others waited for them
 * @param waitedNanos for how long its requests waited, each until the device turned to it
 * @param requests how many were complete; of network devices: packets that were passed on
 * @param bytes how much these moved
 * @param dropped how many packets a full queue threw away; 0 of block devices
 * @param waits how many there were by how long they took; of block devices their service is included and the waits for
 *     files to be on the disk too, of network devices each packet that was thrown away counts as the last one that was not
 */
public record ServiceTimes(
        long cgroupId, long servedNanos, long waitedNanos, long requests, long bytes, long dropped, WaitCounts waits)
        implements GroupTimes {
    private static final long WAITED = JAVA_LONG.byteSize();
    private static final long REQUESTS = 2 * JAVA_LONG.byteSize();
    private static final long BYTES = 3 * JAVA_LONG.byteSize();
    private static final long DROPPED = 4 * JAVA_LONG.byteSize();
    private static final long COUNTS = 5 * JAVA_LONG.byteSize();

    static ServiceTimes read(MemorySegment key, MemorySegment value) {
        MemorySegment counts = value.asSlice(COUNTS, WaitCounts.LENGTHS * JAVA_INT.byteSize());
        return new ServiceTimes(
                key.get(JAVA_LONG, 0),
                value.get(JAVA_LONG, 0),
                value.get(JAVA_LONG, WAITED),
                value.get(JAVA_LONG, REQUESTS),
                value.get(JAVA_LONG, BYTES),
                value.get(JAVA_LONG, DROPPED),
                new WaitCounts(counts.toArray(JAVA_INT)));
    }

    @Override
    public long usedNanos() {
        return servedNanos;
    }
}
