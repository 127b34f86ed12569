package dev.vedette.benchmarks;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
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
        byte[] arguments = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(count)
                .array();
        int cpu = scheduler.sched_getcpu();
        programs.get("fill_" + size).runOnCpu(writer == Writer.SAME_CPU ? cpu : cpu == 0 ? 1 : 0, arguments);
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
