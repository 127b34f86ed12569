package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the running kernel says of its own functions and tracepoints (/sys/kernel/btf/vmlinux, without modules). Owns
 * some megabytes of native memory until it is closed. Not thread-safe.
 */
public final class KernelTypes implements AutoCloseable {
    private static final int KIND_TYPEDEF = 8;
    private static final int KIND_FUNCTION = 12;

    private final Libbpf libbpf;
    private MemorySegment btf;

    private KernelTypes(Libbpf libbpf, MemorySegment btf) {
        this.libbpf = libbpf;
        this.btf = btf;
    }

    /** Reads them anew: some 10 ms. */
    public static KernelTypes load(Libbpf libbpf) throws BpfException {
        return new KernelTypes(libbpf, libbpf.checked(libbpf.kernelBtf.pointer(), "Reading the kernel's types"));
    }

    /** Whether the kernel has a security hook of this name, {@code file_open} for example (kernel/bpf/bpf_lsm.c). */
    public boolean hasSecurityHook(String name) {
        return hasFunction("bpf_lsm_" + name);
    }

    public boolean hasFunction(String name) {
        return id(name, KIND_FUNCTION) > 0;
    }

    /** Whether the kernel has a tracepoint of this name whose arguments it describes (include/trace/bpf_probe.h). */
    public boolean hasTracepoint(String name) {
        return id("btf_trace_" + name, KIND_TYPEDEF) > 0;
    }

    /** The number of a function's type, as programs name what they attach to; not positive if there is none. */
    int functionId(String name) {
        return id(name, KIND_FUNCTION);
    }

    private int id(String name, int kind) {
        try (Arena arena = Arena.ofConfined()) {
            return libbpf.btfFind.integer(btf, arena.allocateFrom(name), kind);
        }
    }

    /** Closing again does nothing. */
    @Override
    public void close() {
        if (btf.address() != 0) {
            libbpf.freeBtf.nothing(btf);
            btf = MemorySegment.NULL;
        }
    }
}
