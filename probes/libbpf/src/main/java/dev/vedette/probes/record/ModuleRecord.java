package dev.vedette.probes.record;

/** init_module or finit_module has returned. {@code name} is the module's or the file's, "" if neither is known. */
public record ModuleRecord(RecordHeader header, String name, long result) implements KernelRecord {}
