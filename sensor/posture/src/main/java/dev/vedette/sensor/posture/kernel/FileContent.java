package dev.vedette.sensor.posture.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A file's content, hashed: as programs read it, through the page cache, or past it.
 *
 * <p>Facts: a read with O_DIRECT first writes out dirty pages of the range and then takes what the device has, clean cached
 * pages are neither used nor dropped (mm/filemap.c, generic_file_read_iter; open(2)). Offset, length and memory must be
 * aligned, to the file system's block at most. POSIX_FADV_DONTNEED drops clean pages that nobody has mapped
 * (mm/fadvise.c). One piece of memory is used for all files; not thread-safe.
 */
final class FileContent {
    private static final int O_CLOEXEC = 0x80000;
    /** asm-generic has another value than arm64 (arch/arm64/include/uapi/asm/fcntl.h). */
    private static final int O_DIRECT = System.getProperty("os.arch").equals("aarch64") ? 0x10000 : 0x4000;

    private static final int DONTNEED = 4;
    private static final int EINVAL = 22;
    private static final int CHUNK = 1 << 20;
    private static final int ALIGNED = 4096;

    private final CLibrary libc;
    private final Runtime runtime;
    /** Kept, since what is wrapped does not hold it. */
    private final Pointer allocated;

    private final Pointer memory;
    private final byte[] bytes = new byte[CHUNK];

    FileContent(CLibrary libc) {
        this.libc = libc;
        this.runtime = Runtime.getRuntime(libc);
        this.allocated = Memory.allocateDirect(runtime, CHUNK + ALIGNED);
        long aligned = (allocated.address() + ALIGNED - 1) / ALIGNED * ALIGNED;
        this.memory = allocated.slice(aligned - allocated.address(), CHUNK);
    }

    /** As programs read it. */
    String cached(Path file) throws IOException {
        return hash(file, O_CLOEXEC);
    }

    /**
     * As the disk has it.
     *
     * @throws UnsupportedOperationException if the file system cannot read past its cache
     */
    String direct(Path file) throws IOException {
        return hash(file, O_CLOEXEC | O_DIRECT);
    }

    /** Advises the kernel to drop the file's pages, which it does for clean ones that nobody has mapped. */
    void letGo(Path file) {
        int fd = libc.open(file.toString(), O_CLOEXEC);
        if (fd >= 0) {
            libc.posix_fadvise(fd, 0, 0, DONTNEED);
            libc.close(fd);
        }
    }

    private String hash(Path file, int flags) throws IOException {
        int fd = libc.open(file.toString(), flags);
        if (fd < 0) {
            throw failure("open", file, flags);
        }
        try {
            MessageDigest digest = sha256();
            long at = 0;
            // A short read of a file is its end; past the cache, the next one would begin at no block.
            for (long read = CHUNK; read == CHUNK; at += read) {
                read = libc.pread(fd, memory, CHUNK, at);
                if (read < 0) {
                    throw failure("read", file, flags);
                }
                memory.get(0, bytes, 0, (int) read);
                digest.update(bytes, 0, (int) read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } finally {
            libc.close(fd);
        }
    }

    private IOException failure(String call, Path file, int flags) {
        int error = LastError.getLastError(runtime);
        if (error == EINVAL && (flags & O_DIRECT) != 0) {
            throw new UnsupportedOperationException("no O_DIRECT at " + file);
        }
        return new IOException(call + ": " + libc.strerror(error));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
