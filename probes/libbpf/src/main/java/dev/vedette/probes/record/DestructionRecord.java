package dev.vedette.probes.record;

/**
 * A container has destroyed files that were there before it: told each time that their number has doubled.
 *
 * @param last the file that came last; {@link RawFile#NONE} with only {@code requestedPath} where the kernel's own view of it
 *     is not known
 * @param requestedPath as the caller wrote it, else ""
 * @param beganBootNanos when counting began, boot clock
 * @param folders a bit of 64 by the hash of each folder
 * @param removed removed, or replaced by other files
 * @param rewritten opened to be written in place
 * @param unsure how many of all may have been files of the container's own
 */
public record DestructionRecord(
        RecordHeader header,
        RawFile last,
        String requestedPath,
        long beganBootNanos,
        long folders,
        int removed,
        int renamed,
        int emptied,
        int rewritten,
        int unsure)
        implements KernelRecord {}
