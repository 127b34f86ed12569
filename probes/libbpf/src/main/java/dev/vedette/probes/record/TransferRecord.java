package dev.vedette.probes.record;

/**
 * Bytes went from one file to another without passing through user memory.
 *
 * @param operation one of the constants
 * @param sourceKind,destinationKind one of {@link ExecRecord}'s STDIO_* constants
 * @param result how many bytes, or the error
 */
public record TransferRecord(
        RecordHeader header,
        int operation,
        RawFile source,
        int sourceKind,
        RawFile destination,
        int destinationKind,
        long result)
        implements KernelRecord {
    public static final int SPLICE = 0;
    public static final int TEE = 1;
    public static final int VMSPLICE = 2;
    public static final int SENDFILE = 3;
}
