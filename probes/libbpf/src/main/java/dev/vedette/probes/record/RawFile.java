package dev.vedette.probes.record;

/**
 * A file's facts as the kernel keeps them.
 *
 * @param device {@code super_block.s_dev}: major &lt;&lt; 20 | minor
 * @param superMagic {@code super_block.s_magic}
 * @param mode {@code inode.i_mode}
 * @param overlay bit 0: has a lower layer; bit 1: has an upper dentry; 0: not overlayfs
 * @param pathEnd one of the PATH_* constants
 * @param mountNamespace inode number of the mount namespace that the mount it was reached through belongs to; 0 for a
 *     mount of none (detached, or the kernel's own)
 * @param mountId that mount's number, as in /proc/PID/mountinfo
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
        int overlay,
        long mountNamespace,
        long mountId) {
    /** Not known, or there is none. */
    public static final RawFile NONE = new RawFile("", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

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

    /** Whether there is an object; no file system numbers one 0. */
    public boolean known() {
        return inode != 0;
    }
}
