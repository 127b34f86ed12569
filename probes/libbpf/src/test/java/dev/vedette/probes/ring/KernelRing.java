package dev.vedette.probes.ring;

import dev.vedette.probes.TestObject;
import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libc.Libc;
import java.util.concurrent.atomic.AtomicLong;

/** A real ring of the kernel, filled by a program on demand. */
final class KernelRing implements AutoCloseable {
    private final BpfObject object;
    private final BpfProgram fill;
    private final RingBufferReader reader;

    KernelRing(int ringBytes) throws Exception {
        object = BpfObject.open(Libbpf.load(), TestObject.bytes());
        for (BpfProgram program : object.programs()) {
            program.setAutoload(program.section().equals("syscall"));
        }
        object.map("records").orElseThrow().setMaxEntries(ringBytes);
        object.constants().set("stamp", 99);
        object.load();
        fill = object.programs().stream()
                .filter(program -> program.name().equals("fill"))
                .findFirst()
                .orElseThrow();
        reader = RingBufferReader.open(
                new Libc(), object.map("records").orElseThrow().fd(), ringBytes);
    }

    RingBufferReader reader() {
        return reader;
    }

    void fill(long first, int count, int discardEvery, long flags) throws BpfException {
        fill.run(TestObject.order(first, count, discardEvery, flags));
    }

    long lost() throws BpfException {
        AtomicLong lost = new AtomicLong();
        object.map("failures")
                .orElseThrow()
                .forEach((_, value) -> lost.addAndGet(value.get(java.lang.foreign.ValueLayout.JAVA_LONG, 0)));
        return lost.get();
    }

    @Override
    public void close() {
        reader.close();
        object.close();
    }
}
