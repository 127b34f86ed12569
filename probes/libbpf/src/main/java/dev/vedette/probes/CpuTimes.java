package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What the tasks of one cgroup did with the CPUs. Layout: {@code struct cpu_times} of contention.bpf.c.
 *
 * @param ranNanos for how long they ran, summed over CPUs; a run that goes on is not in it
 * @param waitedNanos for how long they were ready to run and did not; waits that go on, and such of less than 5 µs, are
 *     not in it
 * @param waits how many of these waits there were, by their length
 */
public record CpuTimes(long cgroupId, long ranNanos, long waitedNanos, WaitCounts waits) implements GroupTimes {
    private static final long WAITED = JAVA_LONG.byteSize();
    private static final long COUNTS = 2 * JAVA_LONG.byteSize();

    static CpuTimes read(MemorySegment key, MemorySegment value) {
        MemorySegment counts = value.asSlice(COUNTS, WaitCounts.LENGTHS * JAVA_INT.byteSize());
        return new CpuTimes(
                key.get(JAVA_LONG, 0),
                value.get(JAVA_LONG, 0),
                value.get(JAVA_LONG, WAITED),
                new WaitCounts(counts.toArray(JAVA_INT)));
    }

    @Override
    public long usedNanos() {
        return ranNanos;
    }
}
