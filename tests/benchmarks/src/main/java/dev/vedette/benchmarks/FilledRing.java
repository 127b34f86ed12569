package dev.vedette.benchmarks;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import jnr.ffi.LibraryLoader;

/** A ring of the kernel that a program fills on demand with records of one size. One thread. */
final class FilledRing implements AutoCloseable {
    static final int RING_BYTES = 4 << 20;
    private static final int HEADER_BYTES = 8;

    private final Scheduler scheduler = LibraryLoader.create(Scheduler.class).load("c");
    private final BpfObject object;
    private final Map<String, BpfProgram> programs;
    private final RingBufferReader reader;

    FilledRing(Path elf) throws LibbpfUnavailableException, BpfException, IOException {
        object = BpfObject.open(Libbpf.load(), Files.readAllBytes(elf));
        object.load();
        programs = object.programs().stream().collect(Collectors.toMap(BpfProgram::name, Function.identity()));
        reader = RingBufferReader.open(
                new Libc(), object.map("records").orElseThrow().fd(), RING_BYTES);
    }

    RingBufferReader reader() {
        return reader;
    }

    /** Nine tenths of the records of this size that the ring holds. */
    static int recordsOf(int size) {
        return (int) (RING_BYTES * 0.9 / (size + HEADER_BYTES));
    }

    /** Writes so many records on this thread's CPU or on another one. */
    void fill(int size, int count, Writer writer) throws BpfException {
        byte[] arguments = arguments(count);
        int cpu = scheduler.sched_getcpu();
        programs.get("fill_" + size).runOnCpu(writer == Writer.SAME_CPU ? cpu : cpu == 0 ? 1 : 0, arguments);
    }

    /** Lays records ready that {@link #writeReady} writes in turn; four, each of at most 2048 bytes. */
    void layReady(List<byte[]> records) throws BpfException {
        BpfMap templates = object.map("templates").orElseThrow();
        for (int i = 0; i < records.size(); i++) {
            byte[] record = records.get(i);
            byte[] value = ByteBuffer.allocate(templates.valueSize())
                    .order(ByteOrder.nativeOrder())
                    .putLong(record.length)
                    .put(record)
                    .array();
            templates.put(
                    ByteBuffer.allocate(Integer.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .putInt(i)
                            .array(),
                    value);
        }
    }

    /** Writes so many of the records laid ready, on this thread's CPU; what finds no room is counted as lost. */
    void writeReady(int count) {
        try {
            programs.get("fill_templates").runOnCpu(scheduler.sched_getcpu(), arguments(count));
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Records laid ready that found no room, since the ring was opened. */
    long lost() throws BpfException {
        long[] lost = new long[1];
        object.map("lost").orElseThrow().forEach((_, value) -> lost[0] = value.get(ValueLayout.JAVA_LONG, 0));
        return lost[0];
    }

    private static byte[] arguments(int count) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(count)
                .array();
    }

    /** Made by jnr-ffi, hence public. */
    public interface Scheduler {
        int sched_getcpu();
    }

    @Override
    public void close() {
        reader.close();
        object.close();
    }
}
