package dev.vedette.probes.record;

/**
 * A file was changed without being opened for writing, or by a change of its name.
 *
 * @param operation one of the constants
 * @param file what was changed; without an inode where the rung knows only the paths
 * @param other the second file of an operation that has two: what a rename replaced, the source of a copy
 * @param directory where a relative {@code requestedPath} begins
 * @param value what the constant of the operation says
 * @param requestedPath as the caller wrote it: untrusted, bounded
 * @param otherPath the new name, the link's text or the attribute's name: untrusted
 * @param raceable the object seen may not be the object changed
 */
public record FileChangeRecord(
        RecordHeader header,
        int operation,
        RawFile file,
        RawFile other,
        RawFile directory,
        long value,
        String requestedPath,
        String otherPath,
        boolean raceable,
        long result)
        implements KernelRecord {
    /** {@code value}: the new length. */
    public static final int TRUNCATE = 0;
    /** {@code value}: the flags of renameat2. */
    public static final int RENAME = 1;

    public static final int LINK = 2;
    public static final int SYMLINK = 3;
    public static final int UNLINK = 4;
    public static final int RMDIR = 5;
    /** {@code value}: the new mode. */
    public static final int CHMOD = 6;
    /** {@code value}: the new user in the lower half, the new group in the upper; all ones: kept. */
    public static final int CHOWN = 7;

    public static final int SET_XATTR = 8;
    public static final int REMOVE_XATTR = 9;
    /** {@code value}: PROT_* of the mapping. */
    public static final int MAP_SHARED_WRITABLE = 10;

    public static final int COPY_RANGE = 11;
    /** {@code value}: the mode of fallocate. */
    public static final int FALLOCATE = 12;
    /** {@code value}: the device, as {@link RawFile#device}. */
    public static final int MKNOD = 13;
}
