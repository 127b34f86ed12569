package dev.vedette.sensor.posture.kernel;

import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * What a file system has room for. {@code struct statvfs} of 64-bit Linux has eleven fields of eight bytes: block size, fragment
 * size, blocks, free, available, files, free files, available files, id, flags, longest name (bits/statvfs.h).
 *
 * @param id its own, as the kernel numbers it
 * @param bytes of its size, more than zero
 * @param availableBytes to who is not root
 * @param files how many it can have; 0 where it makes them as it needs them, as btrfs does
 * @param availableFiles how many more
 */
public record FileSystemSpace(long id, long bytes, long availableBytes, long files, long availableFiles) {
    private static final int STATVFS_BYTES = 128;
    private static final int FRAGMENT = 8;
    private static final int BLOCKS = 16;
    private static final int AVAILABLE = 32;
    private static final int FILES = 40;
    private static final int FILES_AVAILABLE = 56;
    private static final int ID = 64;

    /** Of the file system that a path is on; empty where it has no size, as those without a disk, or cannot be asked. */
    public static Optional<FileSystemSpace> of(CLibrary libc, Path path) {
        Pointer buffer = Memory.allocateDirect(Runtime.getRuntime(libc), STATVFS_BYTES);
        if (libc.statvfs(path.toString(), buffer) != 0 || buffer.getLong(BLOCKS) <= 0) {
            return Optional.empty();
        }
        long fragment = buffer.getLong(FRAGMENT);
        return Optional.of(new FileSystemSpace(
                buffer.getLong(ID),
                buffer.getLong(BLOCKS) * fragment,
                buffer.getLong(AVAILABLE) * fragment,
                buffer.getLong(FILES),
                buffer.getLong(FILES_AVAILABLE)));
    }
}
