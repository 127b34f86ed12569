package dev.vedette.policy.model;

/**
 * An entry point of the kernel was used that a service has no use for.
 *
 * @param value,name as the surface says; 0 and "" otherwise
 */
public record KernelSurfaceReached(EventContext context, Surface surface, long value, String name, boolean succeeded)
        implements Event {
    /** Which. */
    public enum Surface {
        /** {@code value}: the flags. */
        USERFAULTFD,
        /** {@code value}: the flags. */
        IO_URING_SETUP,
        /** {@code value}: the operation's code. */
        IO_URING_REQUEST,
        /** {@code name}: its name; {@code value}: the flags. */
        MEMFD_CREATE,
        /** {@code name}: the alias that the kernel asks modprobe for. */
        MODULE_REQUEST,
        KEXEC,
        /** {@code value}: the event's type. */
        PERF_EVENT_OPEN,
        FANOTIFY_INIT,
        /** {@code value}: the action. */
        SYSLOG,
        DETACHED_MOUNT,
        SWAP,
        SECCOMP_USER_NOTIFICATION,
        /**
         * A file was to be opened by its number in the file system (open_by_handle_at). {@code name}: the path of the one
         * that was; {@code value}: 1 if that may lie outside the caller's root.
         */
        OPEN_BY_HANDLE,
        /**
         * A server asked for a file by a path with several {@code ..}, and none was opened; one that was is {@link
         * FileOpened}. {@code name}: the path, at most 255 bytes of it.
         */
        PATH_CLIMBED,
        /** One that this version does not know; {@code value} is its number. */
        OTHER
    }
}
