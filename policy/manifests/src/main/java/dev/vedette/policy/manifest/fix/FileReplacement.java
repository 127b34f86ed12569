package dev.vedette.policy.manifest.fix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * Gives a file other content in one step: whoever reads it, whenever the machine stops, sees the old one or the new one.
 * Owner, mode and extended attributes stay; a symbolic link stays one, and what it points to is replaced.
 */
final class FileReplacement {
    private static final Set<PosixFilePermission> WRITE =
            Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Nothing was changed; the message is the end of a sentence about the file. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private FileReplacement() {}

    /**
     * Replaces {@code expected} by {@code content}.
     *
     * @throws Refused if the file has other content by now, or may not or cannot be written
     */
    static void write(Path file, byte[] expected, byte[] content) throws Refused {
        try {
            Path real = file.toRealPath();
            PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
            refuseIfProtected(real, attributes);
            Path next =
                    Files.createTempFile(real.toAbsolutePath().getParent(), "." + real.getFileName() + ".", ".fixed");
            try {
                Files.copy(real, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                fill(next, content);
                refuseIfChanged(real, expected, attributes, next);
                Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (AccessDeniedException e) {
            throw new Refused("may not be written by this user: " + e.getFile());
        } catch (FileSystemException e) {
            throw new Refused("cannot be written: " + (e.getReason() == null ? e.getMessage() : e.getReason()));
        } catch (IOException e) {
            throw new Refused("cannot be written: " + e.getMessage());
        }
    }

    /** Mode bits count for root too: who takes the right to write from a file means it. */
    private static void refuseIfProtected(Path file, PosixFileAttributes attributes) throws Refused, IOException {
        if (attributes.permissions().stream().noneMatch(WRITE::contains) || !Files.isWritable(file)) {
            throw new Refused("is read-only; chmod u+w it, if it is to be changed");
        }
        if (Files.getAttribute(file, "unix:nlink") instanceof Integer names && names > 1) {
            throw new Refused("has " + names + " names (hard links), and only one of them would have the new content");
        }
    }

    private static void fill(Path next, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer from = ByteBuffer.wrap(content);
            while (from.hasRemaining()) {
                out.write(from);
            }
            out.force(true);
        }
    }

    private static void refuseIfChanged(Path file, byte[] expected, PosixFileAttributes before, Path next)
            throws Refused, IOException {
        PosixFileAttributes copied = Files.readAttributes(next, PosixFileAttributes.class);
        if (!copied.owner().equals(before.owner())
                || !copied.group().equals(before.group())
                || !copied.permissions().equals(before.permissions())) {
            throw new Refused("belongs to " + before.owner() + ":" + before.group()
                    + ", whom a file that this user makes cannot be given to");
        }
        if (!Arrays.equals(Files.readAllBytes(file), expected)) {
            throw new Refused("was changed by somebody else meanwhile; run it again");
        }
    }
}
