package dev.vedette.benchmarks;

import dev.vedette.policy.model.Namespaces;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.RecordEncoder;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Heap that processes on record take: each forked by a server and running a program of its own with four arguments, as they
 * come out of records; by what is used after a collection with them and without.
 */
final class TrackedBenchmark implements Benchmark {
    private static final int PROCESSES = 20_000;
    private static final int SERVER = 10;
    private static final int FIRST = 1_000;
    private static final int COLLECTIONS = 4;
    private static final double KIB = 1_024;

    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordDecoder decoder = new RecordDecoder();

    @Override
    public List<Figure> measure() throws MalformedRecordException {
        ProcessTable table = new ProcessTable(new AbsentNode(Namespaces.UNKNOWN), PROCESSES + 1);
        // What is loaded and made ready by the first ones is not theirs.
        track(table, FIRST);
        long before = used();
        double each;
        try {
            for (int i = 1; i < PROCESSES; i++) {
                track(table, FIRST + i);
            }
            each = (double) (used() - before) / (PROCESSES - 1);
        } finally {
            Reference.reachabilityFence(table);
        }
        return List.of(Figure.plain(
                "heap per 1,000 tracked processes, KiB", "%.0f (%.0f bytes each)", each * 1_000 / KIB, each));
    }

    private void track(ProcessTable table, int pid) throws MalformedRecordException {
        table.forked((ForkRecord) asReceived(encoder.encode(new ForkRecord(header(SERVER), pid, pid, 2))));
        table.executed((ExecRecord) asReceived(encoder.encode(FloodRecords.program(header(pid), "/data/in/" + pid))));
    }

    private static RecordHeader header(int pid) {
        return new RecordHeader(1_000 + pid, 4711, pid, pid, pid, "postgres");
    }

    /** So that texts are objects of their own, as those of real records are. */
    private KernelRecord asReceived(byte[] encoded) throws MalformedRecordException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(encoded.length, Long.BYTES);
            MemorySegment.copy(encoded, 0, ring, ValueLayout.JAVA_BYTE, 0, encoded.length);
            return decoder.decode(ring, 0, encoded.length);
        }
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
