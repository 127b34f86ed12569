package dev.vedette.probes.record;

/** The last thread of a process ended. */
public record ExitRecord(RecordHeader header, int waitStatus) implements KernelRecord {}
