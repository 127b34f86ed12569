package dev.vedette.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ring reader against a C program that reads by libbpf: CPU time per record, rings filled first and then read empty
 * by one thread, rounds of both interleaved, medians. The goals are for records that another CPU wrote. Also the bytes
 * that Java allocates per record, before decoding.
 */
final class RingBenchmark implements Benchmark {
    private static final Map<Integer, Double> GOALS = new TreeMap<>(Map.of(64, 2.0, 256, 1.3, 512, 1.3));
    private static final int WARM_UP_ROUNDS = 60;

    private final int rounds;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FirstAndLast handler = new FirstAndLast();

    RingBenchmark(int rounds) {
        this.rounds = rounds;
    }

    /** Reads the first and the last eight bytes of each record, as the C program does. */
    private static final class FirstAndLast implements RingBufferReader.Handler {
        private long sum;

        @Override
        public void onRecord(MemorySegment data, long offset, int length) {
            sum += data.get(ValueLayout.JAVA_LONG, offset)
                    + data.get(ValueLayout.JAVA_LONG, offset + length - Long.BYTES);
        }
    }

    @Override
    public List<Figure> measure() throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        List<RingRow> rows = rows();
        List<Figure> figures =
                new ArrayList<>(rows.stream().map(RingRow::ratioFigure).toList());
        figures.add(allocation(rows));
        return figures;
    }

    /** What a drain allocates once, whatever the number of records, rounds to nothing for each of them. */
    private static Figure allocation(List<RingRow> rows) {
        RingRow most = rows.stream()
                .max(Comparator.comparingDouble(RingRow::bytesPerRecord))
                .orElseThrow();
        int records = FilledRing.recordsOf(most.recordBytes());
        return new Figure(
                "allocated before decoding, bytes/record",
                String.format(
                        Locale.ROOT,
                        "%.3f (%.0f for %d)",
                        most.bytesPerRecord(),
                        most.bytesPerRecord() * records,
                        records),
                "0",
                Math.round(most.bytesPerRecord()) == 0);
    }

    private List<RingRow> rows() throws Exception {
        try (Tools tools = Tools.unpack()) {
            return rows(tools.path("ring_consumer"), tools.path("fill.bpf.o"));
        }
    }

    private List<RingRow> rows(Path program, Path object) throws Exception {
        List<RingRow> rows = new ArrayList<>();
        try (FilledRing ring = new FilledRing(object);
                NativeConsumer consumer = new NativeConsumer(program, object)) {
            for (var goal : GOALS.entrySet()) {
                rows.add(measure(goal.getKey(), Writer.OTHER_CPU, goal.getValue(), ring, consumer));
            }
            for (int size : GOALS.keySet()) {
                rows.add(measure(size, Writer.SAME_CPU, 0, ring, consumer));
            }
        }
        return rows;
    }

    private RingRow measure(int size, Writer writer, double goal, FilledRing ring, NativeConsumer consumer)
            throws BpfException, IOException {
        List<Round> nativeRounds = new ArrayList<>();
        List<Round> javaRounds = new ArrayList<>();
        int count = FilledRing.recordsOf(size);
        for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
            Round nativeRound = consumer.round(size, count, writer);
            Round javaRound = javaRound(size, count, writer, ring);
            if (nativeRound.records() != count
                    || javaRound.records() != count
                    || nativeRound.sum() != javaRound.sum()) {
                throw new IllegalStateException("Not all was read: " + nativeRound + " " + javaRound);
            }
            if (i >= WARM_UP_ROUNDS) {
                nativeRounds.add(nativeRound);
                javaRounds.add(javaRound);
            }
        }
        return RingRow.of(size, writer, goal, nativeRounds, javaRounds);
    }

    private Round javaRound(int size, int count, Writer writer, FilledRing ring) throws BpfException {
        ring.fill(size, count, writer);
        handler.sum = 0;
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadCpuTime();
        int records = ring.reader().drain(handler, Integer.MAX_VALUE);
        long nanos = threads.getCurrentThreadCpuTime() - before;
        return new Round(records, nanos, handler.sum, threads.getCurrentThreadAllocatedBytes() - allocated);
    }
}
