package dev.vedette.policy.model;

/**
 * A file was changed without being opened for writing, or by a change of its name.
 *
 * @param file what was changed; without an inode where {@code knownBy} is {@link KnownBy#PATH_ONLY}
 * @param other the second file of an operation that has two: what a rename replaced, the source of a copy
 * @param value the new length, mode, owner, device or flags, as the operation says
 * @param requestedPath what the call named, read from the program's memory: untrusted, "" where not kept
 * @param otherPath the new name, the link's text or the attribute's name: untrusted
 * @param raceable whether another thread could have exchanged what the call named before it was looked at
 * @param knownBy how the object is known
 * @param role what the changed file is to the node, or the other one where that weighs more
 */
public record FileChanged(
        EventContext context,
        Operation operation,
        FileObject file,
        FileObject other,
        long value,
        String requestedPath,
        String otherPath,
        boolean raceable,
        KnownBy knownBy,
        boolean succeeded,
        FileRole role)
        implements Event {
    /** What was done. */
    public enum Operation {
        /** {@code value}: the new length. */
        TRUNCATE,
        /** {@code otherPath}: the new name; {@code other}: what was there before; {@code value}: RENAME_*. */
        RENAME,
        /** {@code otherPath}: the new name. */
        LINK,
        /** {@code otherPath}: the link's text. */
        SYMLINK,
        UNLINK,
        RMDIR,
        /** {@code value}: the new mode. */
        CHMOD,
        /** {@code value}: the new user in the lower half, the new group in the upper; all ones: kept. */
        CHOWN,
        /** {@code otherPath}: the attribute. */
        SET_ATTRIBUTE,
        /** {@code otherPath}: the attribute. */
        REMOVE_ATTRIBUTE,
        /** A shared writable mapping. {@code value}: PROT_*. */
        MAP_SHARED_WRITABLE,
        /** {@code other}: the source. */
        COPY_RANGE,
        FALLOCATE,
        /** {@code value}: the device (major &lt;&lt; 20 | minor). */
        MAKE_NODE
    }

    /** How the object is known. */
    public enum KnownBy {
        /** The kernel's own word. */
        KERNEL,
        /** Looked up by its path afterwards: it may have been exchanged since. */
        LOOKED_UP,
        PATH_ONLY
    }

    private static final int SET_ID = 06000;
    private static final String FILE_CAPABILITIES = "security.capability";

    /** The file's own path, or the one that was asked for. */
    public String path() {
        return file.path().isEmpty() ? requestedPath : file.path();
    }

    /** Whether it gives the rights of a user, a group or of capabilities to whoever runs the file. */
    public boolean givesRights() {
        return succeeded
                && ((operation == Operation.CHMOD && (value & SET_ID) != 0)
                        || (operation == Operation.SET_ATTRIBUTE && otherPath.equals(FILE_CAPABILITIES)));
    }
}
