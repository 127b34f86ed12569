package dev.vedette.policy.model;

/**
 * Memory was made executable.
 *
 * @param file that is mapped; {@link FileObject#NONE} for anonymous memory
 * @param length in bytes
 * @param writable whether it can be written from now on
 * @param wasWritable whether it could be written until now
 */
public record MemoryProtected(
        EventContext context,
        Operation operation,
        FileObject file,
        long address,
        long length,
        boolean writable,
        boolean wasWritable)
        implements Event {
    /** By what. */
    public enum Operation {
        /** {@code mprotect}: of memory that had other rights before. */
        PROTECT,
        /** {@code mmap}. */
        MAP
    }

    public boolean isAnonymous() {
        return !file.known();
    }
}
