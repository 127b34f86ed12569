package dev.vedette.probes.record;

/**
 * What every record begins with: when, who and how.
 *
 * @param bootNanos CLOCK_BOOTTIME when it happened
 * @param cgroupId the task's id in the v2 hierarchy (or the chosen v1 controller)
 * @param pid thread-group id in the initial pid namespace; 0 where no task did it
 * @param tid thread id in the initial pid namespace
 * @param startBootNanos when the thread group's leader began, CLOCK_BOOTTIME
 * @param comm the task's name, at most 15 bytes; the task may write it
 * @param origin how the action came into the kernel: one of the ORIGIN_* constants
 * @param flags what became of it: a union of {@link #DENIED}, {@link #KILLED}, {@link #WOULD_DENY}, {@link #UNTRUSTED}
 */
public record RecordHeader(
        long bootNanos, long cgroupId, int pid, int tid, long startBootNanos, String comm, int origin, int flags) {
    public static final int ORIGIN_CALL = 0;
    /** A system call of the 32-bit table. */
    public static final int ORIGIN_COMPAT_CALL = 1;

    public static final int ORIGIN_IO_URING = 2;
    /** No task asked for it. */
    public static final int ORIGIN_KERNEL = 3;

    /** Refused by us: it did not happen. */
    public static final int DENIED = 1;
    /** It happened, and we killed the process for it. */
    public static final int KILLED = 2;
    /** It would have been refused but for audit mode. */
    public static final int WOULD_DENY = 4;
    /** The record's texts were read from the caller's memory, which it can change. */
    public static final int UNTRUSTED = 8;

    /** Of an ordinary call of which nothing special became. */
    public RecordHeader(long bootNanos, long cgroupId, int pid, int tid, long startBootNanos, String comm) {
        this(bootNanos, cgroupId, pid, tid, startBootNanos, comm, ORIGIN_CALL, 0);
    }
}
