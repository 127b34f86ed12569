package dev.vedette.probes.record;

/**
 * A mount was made, moved, changed or taken away, or a root changed, or that was tried: see {@code result}.
 *
 * @param operation one of the constants
 * @param api {@link #CALL}: mount(2); {@link #DESCRIPTORS}: fsmount, move_mount, open_tree, mount_setattr
 * @param place what it is mounted on, or the new root; without an inode where that is not known
 * @param type,source,target,options the call's arguments, untrusted, bounded; with the descriptor calls type and source
 *     are the kernel's own, and so is target where move_mount names its source by a descriptor. Of fsconfig only
 *     {@code release_agent=} is told
 * @param flags MS_* of mount(2)
 * @param superMagic of the new mount where it is known, else 0
 * @param result the call's return value
 */
public record MountRecord(
        RecordHeader header,
        int operation,
        int api,
        RawFile place,
        String type,
        String source,
        String target,
        String options,
        long flags,
        long superMagic,
        long result)
        implements KernelRecord {
    /** Mounted, bound, moved or remounted, as the flags say. */
    public static final int NEW = 0;

    public static final int UMOUNT = 1;
    public static final int PIVOT_ROOT = 2;
    public static final int CHROOT = 3;
    public static final int OPEN_TREE = 4;
    public static final int SETATTR = 5;

    public static final int CALL = 0;
    public static final int DESCRIPTORS = 1;
}
