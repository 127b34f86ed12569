package dev.vedette.probes.record;

/**
 * A process reached, or tried to reach, into another.
 *
 * @param operation one of the constants
 * @param target whom; for {@link #TRACEME} who may trace from now on
 * @param request PTRACE_*, the descriptor's number or the advice, as the operation says
 */
public record ProcessAccessRecord(RecordHeader header, int operation, RawTarget target, int request, long result)
        implements KernelRecord {
    public static final int PTRACE = 0;
    public static final int TRACEME = 1;
    public static final int READ_MEMORY = 2;
    public static final int WRITE_MEMORY = 3;
    public static final int GET_DESCRIPTOR = 4;
    public static final int MADVISE = 5;
}
