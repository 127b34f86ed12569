package dev.vedette.probes.record;

/** A task gave itself, or another task of its process, a new name; not by executing a program. */
public record TaskRenameRecord(RecordHeader header, String before, String after) implements KernelRecord {}
