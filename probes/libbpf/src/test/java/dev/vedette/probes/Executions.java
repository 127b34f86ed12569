package dev.vedette.probes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the test object's {@code on_exec} tells: the process and its new name. One thread. */
final class Executions {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KernelProbes probes;
    private final RecordStream records;

    Executions(KernelProbes probes) {
        this.probes = probes;
        this.records = probes.records();
    }

    /** Those told now, or within some milliseconds. */
    List<Integer> next(String comm) {
        List<Integer> seen = new ArrayList<>();
        probes.ring().await(Duration.ofMillis(5));
        records.drain(
                (data, offset, _) -> {
                    if (comm(data, offset).equals(comm)) {
                        seen.add((int) (data.get(ValueLayout.JAVA_LONG, offset) >>> 32));
                    }
                },
                1000);
        return seen;
    }

    private static String comm(MemorySegment data, long offset) {
        return data.getString(offset + Long.BYTES, StandardCharsets.UTF_8);
    }

    /** Reads until so many executions were seen, or patience ends. */
    List<Integer> of(String comm, int count) {
        return read(comm, seen -> seen.size() >= count);
    }

    /** Reads until this process was seen, or patience ends. */
    List<Integer> until(String comm, int last) {
        return read(comm, seen -> seen.contains(last));
    }

    /** Those of the processes that were told. */
    List<Integer> after(List<Integer> started, String comm) {
        List<Integer> seen = read(comm, all -> all.containsAll(started));
        return started.stream().filter(seen::contains).toList();
    }

    private List<Integer> read(String comm, Predicate<List<Integer>> enough) {
        List<Integer> seen = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(seen) && System.nanoTime() < deadline) {
            seen.addAll(next(comm));
        }
        return seen;
    }
}
