package dev.vedette.probes.record;

/**
 * A capability was used or was missing.
 *
 * @param capability its number (include/uapi/linux/capability.h)
 * @param userNamespace inode number of the one that it was asked for in
 * @param result 0 if the task has it there, else negative
 */
public record CapabilityRecord(RecordHeader header, int capability, long userNamespace, long result)
        implements KernelRecord {}
