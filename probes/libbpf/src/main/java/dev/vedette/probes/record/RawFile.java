package dev.vedette.probes.record;

/**
 * A file's facts as the kernel keeps them.
 *
 * @param device {@code super_block.s_dev}: major &lt;&lt; 20 | minor
 * @param superMagic {@code super_block.s_magic}
 * @param mode {@code inode.i_mode}
 * @param overlay bit 0: has a lower layer; bit 1: has an upper dentry; 0: not overlayfs
 * @param pathEnd one of the PATH_* constants
 */
public record RawFile(
        String path,
        int pathEnd,
        long device,
        long inode,
        long generation,
        long superMagic,
        long links,
        int mode,
        long ownerUid,
        int overlay) {
    /** The walk ended at the task's root. */
    public static final int PATH_ROOT = 0;
    /** The walk left the task's root. */
    public static final int PATH_OUTSIDE = 1;
    /** No mount above: memfd, pipe, detached. */
    public static final int PATH_DETACHED = 2;
    /** Buffer full or too deep: the beginning of the path is missing. */
    public static final int PATH_TRUNCATED = 3;

    public static final int OVERLAY_LOWER = 1;
    public static final int OVERLAY_UPPER = 2;
}
