package dev.vedette.policy.model;

/**
 * A file as the kernel knows it. The object decides; the path is for people and supports.
 *
 * @param path the path in the task's root, never null, "" where there is none; a file of procfs or sysfs is called by its
 *     place there ({@code /proc/sys/kernel/core_pattern}), wherever it or a part of it is mounted
 * @param device the superblock's device number in the kernel's encoding (major &lt;&lt; 20 | minor)
 * @param superMagic the superblock's magic, see {@link FileSystemMagic}
 * @param links the link count; 0 is a deleted file or a memfd
 * @param mode type and permission bits (include/uapi/linux/stat.h)
 * @param pathEnd why the walk to the root ended
 * @param mountNamespace inode number of the mount namespace that it was reached through, 0 for a mount of none or where
 *     not known; a number is no identity, but two that differ now are two
 */
public record FileObject(
        String path,
        long device,
        long inode,
        long generation,
        long superMagic,
        long links,
        int mode,
        long ownerUid,
        OverlayLayer layer,
        PathEnd pathEnd,
        long mountNamespace) {
    /** Why the walk from a file up to its task's root ended. */
    public enum PathEnd {
        /** At the task's root: the path is whole. */
        ROOT,
        /** The walk left the task's root: the file lies outside it. */
        OUTSIDE_ROOT,
        /** No mount above: memfd, pipe, detached mount. */
        DETACHED,
        /** The path is longer than the buffer or deeper than the walk: its beginning is missing. */
        TRUNCATED,
        /** The path came from elsewhere than the kernel's own walk. */
        UNVERIFIED
    }

    public static final FileObject NONE =
            new FileObject("", 0, 0, 0, 0, 1, 0, -1, OverlayLayer.NONE, PathEnd.UNVERIFIED);

    /** Of a file whose mount is not known. */
    public FileObject(
            String path,
            long device,
            long inode,
            long generation,
            long superMagic,
            long links,
            int mode,
            long ownerUid,
            OverlayLayer layer,
            PathEnd pathEnd) {
        this(path, device, inode, generation, superMagic, links, mode, ownerUid, layer, pathEnd, 0);
    }

    public static FileObject ofPath(String path) {
        return new FileObject(path, 0, 0, 0, 0, 1, 0, -1, OverlayLayer.NONE, PathEnd.UNVERIFIED);
    }

    /** The same, on a file system of that kind. */
    public FileObject withSuperMagic(long magic) {
        return new FileObject(
                path, device, inode, generation, magic, links, mode, ownerUid, layer, pathEnd, mountNamespace);
    }

    /** Whether the object is known, and not only a name for it. */
    public boolean known() {
        return inode != 0;
    }

    /** Whether this is no file at all, as {@link #NONE}: neither an object nor a name. */
    public boolean isNone() {
        return inode == 0 && path.isEmpty();
    }

    /** The last component of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean isDeleted() {
        return inode != 0 && links == 0;
    }

    /** Whether the file never had a name: a memfd (an unlinked tmpfs file outside every mount). */
    public boolean isMemoryOnly() {
        return isDeleted() && superMagic == FileSystemMagic.TMPFS && pathEnd == PathEnd.DETACHED;
    }

    /** Whether both are the same inode of the same file system; unknown inodes are the same as nothing. */
    public boolean sameObject(FileObject other) {
        return inode != 0 && inode == other.inode && device == other.device;
    }
}
