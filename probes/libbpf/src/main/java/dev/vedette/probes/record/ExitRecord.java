package dev.vedette.probes.record;

/**
 * The last thread of a process ended. Told twice if two threads ended at the same moment.
 *
 * @param waitStatus as of wait(2): the exit code shifted left by 8, or the signal
 */
public record ExitRecord(RecordHeader header, int waitStatus) implements KernelRecord {}
