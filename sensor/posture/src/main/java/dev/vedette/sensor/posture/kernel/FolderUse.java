package dev.vedette.sensor.posture.kernel;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * What is in a folder, or a file, and all below it on the same file system. What a file takes on the disk counts, not how long
 * it says to be.
 *
 * @param bytes that are taken of the file system
 * @param files of all kinds, folders included
 */
public record FolderUse(long bytes, long files) {
    /** Reading more takes too long; what is not known must not be called little. */
    private static final int MOST_FILES = 100_000;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /** Of {@code struct statx} (linux/stat.h). */
    private static final int STATX_BYTES = 256;

    private static final int STATX_NLINK_AND_BLOCKS = 0x4 | 0x400;
    private static final int NLINK = 16;
    private static final int BLOCKS = 48;
    private static final int BYTES_OF_BLOCK = 512;
    /** Major and minor number, four bytes each. */
    private static final int DEVICE = 136;

    /** Empty where there is too much of it to be counted, or it is gone. */
    public static Optional<FolderUse> of(CLibrary libc, Path folder) {
        Count count = new Count(libc);
        try {
            Files.walkFileTree(folder, count);
            return count.files > MOST_FILES ? Optional.empty() : Optional.of(new FolderUse(count.bytes, count.files));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Of two that have nothing in common. */
    public FolderUse plus(FolderUse other) {
        return new FolderUse(bytes + other.bytes, files + other.files);
    }

    private static final class Count extends SimpleFileVisitor<Path> {
        private final CLibrary libc;
        private final Pointer buffer;
        private long device = -1;
        private long bytes;
        private long files;

        Count(CLibrary libc) {
            this.libc = libc;
            this.buffer = Memory.allocateDirect(Runtime.getRuntime(libc), STATX_BYTES);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return add(folder, false);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return add(file, true);
        }

        /** Removed since it was listed. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult add(Path file, boolean mayHaveNames) {
            if (libc.statx(AT_FDCWD, file.toString(), AT_SYMLINK_NOFOLLOW, STATX_NLINK_AND_BLOCKS, buffer) == 0) {
                if (isMountedHere()) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                // A file with several names is met by each.
                long names = mayHaveNames ? Math.max(1, buffer.getInt(NLINK)) : 1;
                bytes += buffer.getLong(BLOCKS) * BYTES_OF_BLOCK / names;
            }
            return ++files > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        /** Whether it is on another file system than the folder that is counted. */
        private boolean isMountedHere() {
            long of = buffer.getLong(DEVICE);
            device = device < 0 ? of : device;
            return of != device;
        }
    }
}
