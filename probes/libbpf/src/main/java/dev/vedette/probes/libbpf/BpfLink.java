package dev.vedette.probes.libbpf;

import java.lang.foreign.MemorySegment;

/** A program that runs at its hook for as long as this is open. Not thread-safe. */
public final class BpfLink implements AutoCloseable {
    private final Libbpf libbpf;
    private MemorySegment link;

    BpfLink(Libbpf libbpf, MemorySegment link) {
        this.libbpf = libbpf;
        this.link = link;
    }

    /** Detaches the program. Closing again does nothing. */
    @Override
    public void close() {
        if (link.address() != 0) {
            libbpf.destroyLink.integer(link);
            link = MemorySegment.NULL;
        }
    }
}
