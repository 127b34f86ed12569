package dev.vedette.probes;

import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The right to use the pins of a directory: one process has it at a time. The kernel gives it back when that process ends,
 * however it ends (flock(2): the lock belongs to the open directory). Seen from every container that the directory is
 * mounted in. Not thread-safe.
 */
final class PinLock implements AutoCloseable {
    private final Libc libc;
    private final int descriptor;
    private boolean closed;

    private PinLock(Libc libc, int descriptor) {
        this.libc = libc;
        this.descriptor = descriptor;
    }

    /**
     * Makes the directory if it is not there; empty if another has the right.
     *
     * @throws IOException if the directory cannot be made or opened
     */
    static Optional<PinLock> take(Libc libc, Path directory) throws IOException {
        while (true) {
            PinDirectory.make(directory);
            PinLock lock = new PinLock(libc, libc.openDirectory(directory.toString()));
            try {
                if (!libc.lock(lock.descriptor)) {
                    lock.close();
                    return Optional.empty();
                }
                // Whoever had it before may have removed the directory, and a third one made it anew.
                if (lock.isOf(directory)) {
                    return Optional.of(lock);
                }
                lock.close();
            } catch (IOException e) {
                lock.close();
                throw e;
            }
        }
    }

    private boolean isOf(Path directory) throws IOException {
        try {
            return Files.isSameFile(Path.of("/proc/self/fd/" + descriptor), directory);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Gives the right back. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            libc.close(descriptor);
        }
    }
}
