package dev.vedette.probes.record;

/**
 * Memory was made executable.
 *
 * @param operation one of the constants
 * @param file that is mapped; without an inode for anonymous memory
 * @param protection,protectionBefore PROT_* (include/uapi/asm-generic/mman-common.h)
 * @param mapFlags MAP_*
 */
public record MemoryRecord(
        RecordHeader header,
        int operation,
        RawFile file,
        long address,
        long length,
        int protection,
        int protectionBefore,
        int mapFlags)
        implements KernelRecord {
    /** mprotect of memory that was or is writable, or that is private and was written. */
    public static final int MAKE_EXECUTABLE = 0;
    /** mmap. */
    public static final int MAP_EXECUTABLE = 1;
}
