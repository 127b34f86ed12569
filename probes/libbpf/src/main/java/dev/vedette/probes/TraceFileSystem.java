package dev.vedette.probes;

import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's list of tracepoints, which libbpf needs for every tracepoint that is not a BTF one. */
final class TraceFileSystem {
    /** Where the kernel has a directory for it (kernel/trace/trace.c) and libbpf looks first. */
    private static final Path PLACE = Path.of("/sys/kernel/tracing");

    private static final Path EVENTS = PLACE.resolve("events");

    /** Why a tracepoint cannot be found there. */
    static final String WHY_ABSENT =
            "no tracefs at " + PLACE + ": mount it there, or give this process CAP_SYS_ADMIN to do so";

    private TraceFileSystem() {}

    /** Whether there is such a tracepoint, {@code syscalls/sys_exit_openat} for example. */
    static boolean has(String tracepoint) {
        return Files.exists(EVENTS.resolve(tracepoint));
    }

    /** Whether the list can be read at all. */
    static boolean isThere() {
        return Files.exists(EVENTS);
    }

    /**
     * Mounts it at its standard place if nothing is there, and leaves it: other tools share it.
     *
     * @throws IOException if it is absent and may not be mounted
     */
    static void ensureMounted(Libc libc) throws IOException {
        if (!isThere()) {
            libc.mount("tracefs", PLACE.toString());
        }
    }
}
