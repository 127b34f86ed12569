package dev.vedette.probes.record;

/** A new process (not a thread). The header is the parent's. */
public record ForkRecord(RecordHeader header, int childPid, long childStartBootNanos, long childCgroupId)
        implements KernelRecord {}
