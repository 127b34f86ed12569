package dev.vedette.probes.record;

/**
 * A control group was made, removed, entered, frozen or thawed. The header is of the task that did it.
 *
 * @param operation one of the constants
 * @param cgroupId the group concerned; for {@link #ATTACH} the one entered
 * @param parentCgroupId its parent's id, 0 where not known
 * @param path in its hierarchy, from the kernel's tracepoint
 * @param movedPid for {@link #ATTACH} the process moved, else 0
 * @param movedFromCgroupId for {@link #ATTACH} where it was before, 0 where not known
 */
public record CgroupRecord(
        RecordHeader header,
        int operation,
        long cgroupId,
        long parentCgroupId,
        String path,
        int movedPid,
        long movedFromCgroupId)
        implements KernelRecord {
    public static final int MKDIR = 0;
    public static final int RMDIR = 1;
    public static final int ATTACH = 2;
    public static final int FREEZE = 3;
    public static final int UNFREEZE = 4;
}
