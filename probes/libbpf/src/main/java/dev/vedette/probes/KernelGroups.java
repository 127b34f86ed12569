package dev.vedette.probes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel side knows of control groups (struct group of the programs): whose they are, and which are quiet. What
 * a container nests below its own group the kernel side adds by itself, before a task can be in it; groups that are
 * removed it forgets by itself. Thread-safe; after the probes are closed nothing happens.
 */
public final class KernelGroups {
    private static final String MAP = "groups";
    /** GROUP_QUIET of the programs. */
    private static final int QUIET = 1;

    private final KernelTables tables;

    KernelGroups(KernelTables tables) {
        this.tables = tables;
    }

    /**
     * The group belongs to a container.
     *
     * @param containerGroupId the container's own group; the same as {@code groupId} if that is it
     * @return false if there is no room: the group then stands for itself
     */
    public boolean belongs(long groupId, long containerGroupId) {
        return put(groupId, containerGroupId, 0);
    }

    /**
     * A group of the node itself.
     *
     * @param quiet whether no rule judges what its tasks do: then only their lives, mounts, namespaces, modules and eBPF
     *     programs are told
     */
    public void nodes(long groupId, boolean quiet) {
        if (!quiet || !put(groupId, 0, QUIET)) {
            tables.drop(MAP, bytes(Long.BYTES).putLong(groupId).array());
        }
    }

    private boolean put(long groupId, long containerGroupId, int flags) {
        return tables.put(
                MAP,
                bytes(Long.BYTES).putLong(groupId).array(),
                bytes(2 * Long.BYTES)
                        .putLong(containerGroupId)
                        .putInt(flags)
                        .putInt(0)
                        .array());
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }
}
