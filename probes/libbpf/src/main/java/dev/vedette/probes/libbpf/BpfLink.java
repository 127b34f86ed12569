package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A program that runs at its hook for as long as this is open, or as it is pinned. Not thread-safe. */
public final class BpfLink implements AutoCloseable {
    private final Libbpf libbpf;
    private MemorySegment link;

    BpfLink(Libbpf libbpf, MemorySegment link) {
        this.libbpf = libbpf;
        this.link = link;
    }

    /** One that was pinned. */
    public static BpfLink pinned(Libbpf libbpf, Path pin) throws BpfException {
        BpfPin.open(libbpf, pin, BpfPin.Kind.LINK, fd -> fd);
        try (Arena arena = Arena.ofConfined()) {
            var opened = libbpf.openLink.pointer(arena.allocateFrom(pin.toString()));
            return new BpfLink(libbpf, libbpf.checked(opened, "Opening " + pin));
        }
    }

    public int fd() {
        return libbpf.linkFd.integer(link);
    }

    /** Detaches the program, unless something else holds the link. Closing again does nothing. */
    @Override
    public void close() {
        if (link.address() != 0) {
            libbpf.destroyLink.integer(link);
            link = MemorySegment.NULL;
        }
    }

    /**
     * Gives the link up without detaching the program: it runs for as long as its pin is there. {@link #close} would
     * switch a tracepoint off although it is pinned (bpf_link_perf_detach in libbpf.c); the event's own descriptor stays
     * open until the process ends.
     */
    public void leave() {
        if (link.address() != 0) {
            int fd = fd();
            libbpf.disconnectLink.nothing(link);
            libbpf.destroyLink.integer(link);
            libbpf.closeDescriptor(fd);
            link = MemorySegment.NULL;
        }
    }
}
