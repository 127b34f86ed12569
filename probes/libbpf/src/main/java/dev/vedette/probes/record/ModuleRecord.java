package dev.vedette.probes.record;

/**
 * init_module or finit_module has returned.
 *
 * @param file that it was loaded from; without an inode for one from memory
 * @param name the module's or the file's, "" if neither is known
 */
public record ModuleRecord(RecordHeader header, RawFile file, String name, long result) implements KernelRecord {}
