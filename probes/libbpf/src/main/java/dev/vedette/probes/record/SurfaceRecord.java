package dev.vedette.probes.record;

/**
 * An entry point of the kernel was used that a service has no use for.
 *
 * @param surface one of the constants
 * @param value,name what the constant says; 0 and "" otherwise
 */
public record SurfaceRecord(RecordHeader header, int surface, long value, String name, long result)
        implements KernelRecord {
    /** {@code value}: the flags. */
    public static final int USERFAULTFD = 0;
    /** {@code value}: the flags. */
    public static final int IO_URING_SETUP = 1;
    /** {@code value}: the operation's code. */
    public static final int IO_URING_REQUEST = 2;
    /** {@code name}: its name; {@code value}: the flags. */
    public static final int MEMFD_CREATE = 3;
    /** {@code name}: the alias that the kernel asks modprobe for. */
    public static final int MODULE_REQUEST = 4;

    public static final int KEXEC = 5;
    /** {@code value}: the event's type. */
    public static final int PERF_EVENT_OPEN = 6;

    public static final int FANOTIFY_INIT = 7;
    /** {@code value}: the action. */
    public static final int SYSLOG = 8;

    public static final int DETACHED_MOUNT = 9;
    public static final int SWAP = 10;
    public static final int SECCOMP_USER_NOTIFICATION = 11;
    /**
     * {@code name}: the path of the file that was opened; {@code value}: 1 if that may lie outside the task's root. Of an
     * attempt: "" and 0.
     */
    public static final int OPEN_BY_HANDLE = 12;
    /** {@code name}: a path with several {@code ..} that a process which serves has asked for in vain. */
    public static final int PATH_CLIMBED = 13;
}
