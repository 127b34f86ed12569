package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the running kernel says of its own functions and tracepoints (/sys/kernel/btf/vmlinux), and of the tracepoints of
 * modules that are loaded. Owns some megabytes of native memory until it is closed. Not thread-safe.
 */
public final class KernelTypes implements AutoCloseable {
    private static final int KIND_TYPEDEF = 8;
    private static final int KIND_FUNCTION = 12;

    private static final Path FOLDER = Path.of("/sys/kernel/btf");

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
        return id(btf, name, KIND_FUNCTION) > 0;
    }

    /**
     * Whether the kernel has a tracepoint of this name whose arguments it describes (include/trace/bpf_probe.h). That of
     * a module, as a file system may be, begins with the module's name: {@code ext4_sync_file_exit}.
     */
    public boolean hasTracepoint(String name) {
        String type = "btf_trace_" + name;
        return id(btf, type, KIND_TYPEDEF) > 0 || moduleHas(name.substring(0, Math.max(0, name.indexOf('_'))), type);
    }

    private boolean moduleHas(String module, String type) {
        if (module.isEmpty() || !Files.exists(FOLDER.resolve(module))) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment its = libbpf.checked(
                    libbpf.moduleBtf.pointer(arena.allocateFrom(module), btf), "Reading the types of a module");
            try {
                return id(its, type, KIND_TYPEDEF) > 0;
            } finally {
                libbpf.freeBtf.nothing(its);
            }
        } catch (BpfException unreadable) {
            return false; // what cannot be described cannot be attached to
        }
    }

    /** The number of a function's type, as programs name what they attach to; not positive if there is none. */
    int functionId(String name) {
        return id(btf, name, KIND_FUNCTION);
    }

    private int id(MemorySegment types, String name, int kind) {
        try (Arena arena = Arena.ofConfined()) {
            return libbpf.btfFind.integer(types, arena.allocateFrom(name), kind);
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
