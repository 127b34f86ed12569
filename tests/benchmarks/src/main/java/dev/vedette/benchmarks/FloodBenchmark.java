package dev.vedette.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A flood as long as it lasts: another CPU writes real records at a steady rate, this thread takes them from the ring
 * and decodes them, looking every two milliseconds as the sensor does. Begun cold, so that nothing has been compiled
 * when the flood comes.
 */
final class FloodBenchmark implements Benchmark {
    private static final int PER_SECOND = 300_000;
    private static final int STEPS_PER_SECOND = 1_000;
    private static final Duration LOOK = Duration.ofMillis(2);

    private final int seconds;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RecordDecoder decoder = new RecordDecoder();
    private long decoded;

    FloodBenchmark(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        try (Tools tools = Tools.unpack();
                FilledRing ring = new FilledRing(tools.path("fill.bpf.o"))) {
            ring.layReady(FloodRecords.encoded());
            List<Double> nanosPerRecord = new ArrayList<>();
            for (int second = 0; second < seconds; second++) {
                nanosPerRecord.add(oneSecond(ring));
            }
            double nanos = Medians.median(nanosPerRecord);
            double perCore = TimeUnit.SECONDS.toNanos(1) / nanos;
            return List.of(
                    new Figure(
                            "records taken and decoded/s of one core",
                            String.format(Locale.ROOT, "%,.0f (%.0f ns each)", perCore, nanos),
                            "≥ " + PER_SECOND,
                            perCore >= PER_SECOND),
                    new Figure(
                            "lost of " + PER_SECOND + " records/s, from a cold start",
                            ring.lost() + " of " + decoded,
                            "0",
                            ring.lost() == 0));
        }
    }

    private double oneSecond(FilledRing ring) throws InterruptedException {
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread writer = Thread.ofPlatform().start(() -> write(ring, writing));
        long before = threads.getCurrentThreadCpuTime();
        long decodedBefore = decoded;
        boolean last = false;
        while (!last) {
            last = !writing.get();
            ring.reader().await(LOOK);
            ring.reader().drain(this::decode, Integer.MAX_VALUE);
        }
        writer.join();
        return (double) (threads.getCurrentThreadCpuTime() - before) / (decoded - decodedBefore);
    }

    private static void write(FilledRing ring, AtomicBoolean writing) {
        long began = System.nanoTime();
        for (int step = 1; step <= STEPS_PER_SECOND; step++) {
            ring.writeReady(PER_SECOND / STEPS_PER_SECOND);
            LockSupport.parkNanos(began + step * TimeUnit.MILLISECONDS.toNanos(1) - System.nanoTime());
        }
        writing.set(false);
    }

    private void decode(MemorySegment data, long offset, int length) {
        try {
            decoder.decode(data, offset, length);
            decoded++;
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("A record of our own is malformed", e);
        }
    }
}
