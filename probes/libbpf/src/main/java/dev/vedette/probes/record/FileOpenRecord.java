package dev.vedette.probes.record;

/**
 * A file was opened, by whatever call.
 *
 * @param flags {@code file.f_flags} (include/uapi/asm-generic/fcntl.h)
 * @param requestedPath the call's own argument, untrusted; "" where not kept
 * @param raceable the descriptor table is shared, so the file seen may not be the file opened
 */
public record FileOpenRecord(RecordHeader header, RawFile file, int flags, String requestedPath, boolean raceable)
        implements KernelRecord {}
