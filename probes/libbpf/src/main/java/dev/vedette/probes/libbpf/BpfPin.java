package dev.vedette.probes.libbpf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names of the kernel's eBPF objects in a bpf file system, which keep them when nobody has them open. */
public final class BpfPin {
    /** What the kernel calls the descriptor of each (anon_inode_getfd in kernel/bpf/syscall.c), with {@code _} as {@code -}. */
    public enum Kind {
        MAP("bpf-map"),
        PROGRAM("bpf-prog"),
        LINK("bpf-link");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private BpfPin() {}

    public static void pin(Libbpf libbpf, int fd, Path name) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            libbpf.checked(libbpf.pin.integer(fd, arena.allocateFrom(name.toString())), "Pinning " + name);
        }
    }

    /** Does something with the pinned object while it is open. */
    public interface Use<R> {
        /** @param fd open until this returns */
        R with(int fd) throws BpfException;
    }

    /**
     * Opens what is pinned there.
     *
     * @throws BpfException if it cannot be opened or is of another kind
     */
    public static <R> R open(Libbpf libbpf, Path name, Kind kind, Use<R> use) throws BpfException {
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            fd = libbpf.checked(libbpf.pinned.integer(arena.allocateFrom(name.toString())), "Opening " + name);
        }
        try {
            require(fd, name, kind);
            return use.with(fd);
        } finally {
            libbpf.closeDescriptor(fd);
        }
    }

    private static void require(int fd, Path name, Kind kind) throws BpfException {
        String is;
        try {
            is = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd)))
                    .toString();
        } catch (IOException e) {
            throw BpfException.of("Looking at " + name, BpfException.EACCES, e.toString());
        }
        if (!is.replace('_', '-').contains(kind.label)) {
            throw BpfException.of("Opening " + name, BpfException.EINVAL, "it is no " + kind.label + " but " + is);
        }
    }
}
