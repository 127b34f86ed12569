package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfPin;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory whose pins keep maps and running programs when the sensor ends. Its user's alone (0700), in a bpf file
 * system; what is not ours there is refused, never loaded over. While this is open no other process has it open. Not
 * thread-safe.
 */
final class PinDirectory implements AutoCloseable {
    /** Where it is mounted by convention (systemd, libbpf). */
    private static final Path BPF_FILE_SYSTEM = Path.of("/sys/fs/bpf");

    private static final String OWN_PROCESS = "own_process";

    private final Path directory;
    private final PinLock lock;

    private PinDirectory(Path directory, PinLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes it if it is not there; mounts the bpf file system at its usual place if need be.
     *
     * @throws ProbesUnavailableException if another process has it open, something there is not ours, or it cannot be made
     */
    static PinDirectory open(Libc libc, Libbpf libbpf, Path directory) throws ProbesUnavailableException {
        Path parent = directory.toAbsolutePath().getParent();
        try {
            if (BPF_FILE_SYSTEM.equals(parent) && !isBpf(parent)) {
                libc.mount("bpf", parent.toString());
            }
            if (!Files.isDirectory(parent) || !isBpf(parent)) {
                throw new ProbesUnavailableException("Probes can be pinned only in a bpf file system, and " + parent
                        + " is none: mount one there (mount -t bpf bpf " + parent + "), or run without pins");
            }
            Optional<PinLock> lock = PinLock.take(libc, directory);
            if (lock.isEmpty()) {
                throw inUse(libbpf, directory);
            }
            return locked(new PinDirectory(directory, lock.get()));
        } catch (IOException e) {
            throw new ProbesUnavailableException(
                    "The probes cannot be pinned at " + directory + " (" + e.getMessage()
                            + "): mount a bpf file system at " + parent + " and let this process write there, or run"
                            + " without pins",
                    e);
        }
    }

    private static PinDirectory locked(PinDirectory pins) throws ProbesUnavailableException {
        try {
            pins.refuseForeign();
            return pins;
        } catch (ProbesUnavailableException | RuntimeException e) {
            pins.close();
            throw e;
        }
    }

    /** As {@link #open}, but only if it is there. */
    static boolean exists(Path directory) {
        return Files.isDirectory(directory);
    }

    static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static boolean isBpf(Path path) throws IOException {
        return Files.exists(path) && Files.getFileStore(path).type().equals("bpf");
    }

    private void refuseForeign() throws ProbesUnavailableException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (!Generation.isName(entry.getFileName().toString()) || !Files.isDirectory(entry)) {
                    throw foreign(entry.toString(), null);
                }
            }
        } catch (IOException e) {
            throw new ProbesUnavailableException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Something there is not what this program pins. */
    ProbesUnavailableException foreign(String what, Exception cause) {
        return new ProbesUnavailableException(
                "The pins at " + directory + " are not all Vedette's (" + what
                        + "): nothing was loaded; look whose they are, then remove them or name another directory",
                cause);
    }

    Generation generation(String name) {
        return new Generation(directory.resolve(name));
    }

    List<Generation> generations() throws ProbesUnavailableException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(Generation::new).toList();
        } catch (IOException e) {
            throw new ProbesUnavailableException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ProbesUnavailableException inUse(Libbpf libbpf, Path directory) {
        return new ProbesUnavailableException("The probes pinned at " + directory + " are in use by "
                + owner(libbpf, directory)
                        .map(number -> "process " + number)
                        .orElse("another sensor, which has only begun")
                + ": stop that sensor first, or name another directory");
    }

    /** By what its programs were told, which forget the number when the process ends. */
    private static Optional<Integer> owner(Libbpf libbpf, Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                Path pin = new Generation(entry).map(OWN_PROCESS);
                if (Files.exists(pin)) {
                    int owner = BpfPin.open(libbpf, pin, BpfPin.Kind.MAP, fd -> BpfMap.onlyNumber(libbpf, fd));
                    if (owner != 0) {
                        return Optional.of(owner);
                    }
                }
            }
        } catch (IOException | BpfException e) {
            // Only for the message: that somebody has it locked is known, whoever it is.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Removes everything, and answers what it was, one line each. */
    List<String> removeAll() throws ProbesUnavailableException {
        List<String> removed = new ArrayList<>();
        try {
            for (Generation generation : generations()) {
                int programs = generation.running().size();
                int names = generation.remove();
                removed.add(programs + " running programs and " + (names - programs) + " other names under "
                        + generation.directory());
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new ProbesUnavailableException(
                    "The pins at " + directory + " cannot be removed: " + e.getMessage() + "; run this as root", e);
        }
        return List.copyOf(removed);
    }

    /** Lets another process open it. Closing again does nothing. */
    @Override
    public void close() {
        lock.close();
    }
}
