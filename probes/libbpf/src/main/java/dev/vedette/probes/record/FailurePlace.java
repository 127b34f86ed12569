package dev.vedette.probes.record;

import java.util.Optional;

/**
 * The programs in the kernel, each a place where something can be lost. The ordinal is {@code enum vdt_place} of
 * {@code failure.h} and the program's slot in the heartbeat map; a test holds both equal.
 */
public enum FailurePlace {
    SCHED_PROCESS_EXEC,
    SCHED_PROCESS_FORK,
    SCHED_PROCESS_EXIT,
    SYS_EXIT_OPENAT,
    SYS_EXIT_OPEN,
    SYS_EXIT_OPENAT2,
    SYS_EXIT_CREAT,
    SYS_EXIT_OPEN_BY_HANDLE_AT,
    SYS_EXIT_MOUNT,
    SYS_EXIT_MOVE_MOUNT,
    SYS_EXIT_FSMOUNT,
    SYS_EXIT_FSCONFIG,
    SYS_ENTER_SETNS,
    SYS_EXIT_SETNS,
    SYS_ENTER_UNSHARE,
    SYS_EXIT_UNSHARE,
    INET_SOCK_SET_STATE,
    SYS_EXIT_CONNECT,
    SYS_EXIT_ACCEPT,
    SYS_EXIT_ACCEPT4,
    SYS_EXIT_LISTEN,
    CREDENTIALS_ENTER,
    CREDENTIALS_EXIT,
    SYS_EXIT_INIT_MODULE,
    SYS_EXIT_FINIT_MODULE,
    SYS_EXIT_BPF,
    CGROUP_MKDIR,
    CGROUP_RMDIR,
    CGROUP_ATTACH_TASK,
    SCHED_WAKEUP,
    SCHED_SWITCH;

    private static final FailurePlace[] ALL = values();

    /** The place of a number from the kernel; empty for one this version doesn't know. */
    public static Optional<FailurePlace> of(int number) {
        return number < 0 || number >= ALL.length ? Optional.empty() : Optional.of(ALL[number]);
    }
}
