package dev.vedette.policy.model;

/**
 * Something was mounted, or a mount or a root was changed.
 *
 * @param operation what was done; rules on new mounts look at {@link Operation#MOUNT} alone
 * @param place what it is mounted on, or the new root; {@link FileObject#NONE} where not known
 * @param type the file system's type, "" for a bind, a move or a change of propagation
 * @param source as given, untrusted
 * @param target as given, untrusted
 * @param superMagic of what is now mounted, 0 where not known
 * @param options the data given with it, untrusted, bounded
 */
public record FileSystemMounted(
        EventContext context,
        Operation operation,
        Api api,
        FileObject place,
        String type,
        String source,
        String target,
        long flags,
        long superMagic,
        String options)
        implements Event {
    /** What was done. */
    public enum Operation {
        /** Mounted, bound, moved or remounted, as the flags say. */
        MOUNT,
        UNMOUNT,
        PIVOT_ROOT,
        CHROOT,
        /** A detached copy of a mount. */
        OPEN_TREE,
        SET_ATTRIBUTES
    }

    /** A mount on a place that is not known as an object. */
    public FileSystemMounted(
            EventContext context,
            Api api,
            String type,
            String source,
            String target,
            long flags,
            long superMagic,
            String options) {
        this(context, Operation.MOUNT, api, FileObject.NONE, type, source, target, flags, superMagic, options);
    }

    /** Which family of calls was used. */
    public enum Api {
        /** {@code mount(2)}. */
        MOUNT,
        /** {@code fsopen, fsconfig, fsmount, open_tree, move_mount, mount_setattr}. */
        FILE_DESCRIPTOR
    }
}
