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

    private TraceFileSystem() {}

    /** Why a tracepoint that is not there is not there, in one line. */
    static String whyAbsent(String hook) {
        return Files.exists(EVENTS)
                ? ProbeStatus.HOOK_ABSENT + hook
                : "no tracefs at " + PLACE + ": mount it there, or give this process CAP_SYS_ADMIN to do so";
    }

    /**
     * Mounts it at its standard place if nothing is there, and leaves it: other tools share it.
     *
     * @throws IOException if it is absent and may not be mounted
     */
    static void ensureMounted(Libc libc) throws IOException {
        if (!Files.exists(EVENTS)) {
            libc.mount("tracefs", PLACE.toString());
        }
    }
}
