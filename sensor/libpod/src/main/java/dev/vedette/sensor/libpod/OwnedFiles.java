package dev.vedette.sensor.libpod;

import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads files that a user of the node, not root, may write.
 *
 * <p>Guarantees: a file is read only if it is a regular one of the expected owner, so that no link leads to what only
 * root may read; no pipe that stands in a file's place makes the reader wait, since what is looked at and what is read
 * are the same inode; at most a bounded number of bytes is read. Thread-safe.
 */
final class OwnedFiles {
    private final Libc libc = new Libc();

    /** Empty if it is missing, no regular file, another's, or longer than {@code maxBytes}. */
    Optional<byte[]> read(Path file, long owner, int maxBytes) {
        int fd;
        try {
            fd = libc.openPath(file.toString());
        } catch (IOException e) {
            return Optional.empty();
        }
        Path same = Path.of("/proc/self/fd/" + fd);
        try {
            Map<String, Object> facts = Files.readAttributes(same, "unix:uid,isRegularFile,size");
            boolean wanted = facts.get("isRegularFile").equals(true)
                    && ((Number) facts.get("uid")).longValue() == owner
                    && ((Number) facts.get("size")).longValue() <= maxBytes;
            return wanted ? Optional.of(content(same, maxBytes)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            libc.close(fd);
        }
    }

    private static byte[] content(Path file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(maxBytes);
        }
    }

    /** The user that a file or folder belongs to; empty if there is none. Follows links. */
    static Optional<Long> ownerOf(Path file) {
        try {
            return Optional.of(((Number) Files.getAttribute(file, "unix:uid")).longValue());
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
