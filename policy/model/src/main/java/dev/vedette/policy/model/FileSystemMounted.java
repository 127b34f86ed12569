package dev.vedette.policy.model;

/**
 * Something was mounted.
 *
 * @param type the file system's type, "" for a bind, a move or a change of propagation
 * @param source as given, untrusted
 * @param target as given, untrusted
 * @param superMagic of what is now mounted, 0 where not known
 * @param options the data given with it, untrusted, bounded
 */
public record FileSystemMounted(
        EventContext context,
        Api api,
        String type,
        String source,
        String target,
        long flags,
        long superMagic,
        String options)
        implements Event {
    /** Which family of calls was used. */
    public enum Api {
        /** {@code mount(2)}. */
        MOUNT,
        /** {@code fsopen, fsconfig, fsmount, open_tree, move_mount}. */
        FILE_DESCRIPTOR
    }
}
