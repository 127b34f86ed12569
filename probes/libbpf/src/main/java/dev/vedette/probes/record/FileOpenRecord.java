package dev.vedette.probes.record;

/**
 * A file was opened for writing, or one that is watched was opened, by whatever call; repeats by one process within
 * some seconds are left out. Not told of 32-bit programs.
 *
 * @param file as it was behind the descriptor when the call returned; with an empty path and inode 0 where another
 *     thread had closed the descriptor already, which no honest program does
 * @param flags {@code file.f_flags} (include/uapi/asm-generic/fcntl.h); the call's own where there is no file
 * @param requestedPath the call's own argument, untrusted and at most 1023 bytes; "" where there is none, as for
 *     io_uring and handles
 * @param raceable the descriptor table is shared, so the file seen may not be the file opened: a file that is not open
 *     as {@code requestedPath} suggests is then itself worth a look
 */
public record FileOpenRecord(RecordHeader header, RawFile file, int flags, String requestedPath, boolean raceable)
        implements KernelRecord {}
