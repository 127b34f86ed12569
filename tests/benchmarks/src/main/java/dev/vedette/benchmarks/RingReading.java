package dev.vedette.benchmarks;

import dev.vedette.probes.ring.RingBufferReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time to read one record in place, the ring filled anew before each invocation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RingReading {
    /** Fits the ring at each size, and is long enough that the clock costs nothing. */
    private static final int RECORDS = 7_000;

    @Param({"64", "256", "512"})
    private int size;

    private Tools tools;
    private FilledRing ring;
    private FirstAndLast handler;

    /** Reads the first and the last eight bytes of each record. */
    private static final class FirstAndLast implements RingBufferReader.Handler {
        private long sum = 0;

        @Override
        public void onRecord(MemorySegment data, long offset, int length) {
            sum += data.get(ValueLayout.JAVA_LONG, offset)
                    + data.get(ValueLayout.JAVA_LONG, offset + length - Long.BYTES);
        }
    }

    @Setup
    public void open() throws Exception {
        tools = Tools.unpack();
        ring = new FilledRing(tools.path("fill.bpf.o"));
        handler = new FirstAndLast();
    }

    @Setup(Level.Invocation)
    public void fill() throws Exception {
        ring.fill(size, RECORDS, Writer.OTHER_CPU);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long drain() {
        ring.reader().drain(handler, RECORDS);
        return handler.sum;
    }

    @TearDown
    public void close() throws Exception {
        ring.close();
        tools.close();
    }
}
