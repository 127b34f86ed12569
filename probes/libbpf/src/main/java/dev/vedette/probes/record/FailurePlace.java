package dev.vedette.probes.record;

import java.util.Locale;
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
    SYS_EXIT_INIT_MODULE,
    SYS_EXIT_FINIT_MODULE,
    SYS_EXIT_BPF,
    CGROUP_MKDIR,
    CGROUP_RMDIR,
    CGROUP_ATTACH_TASK,
    SCHED_WAKEUP,
    SCHED_WAKEUP_NEW,
    SCHED_SWITCH,
    SYS_ENTER_SETUID,
    SYS_EXIT_SETUID,
    SYS_ENTER_SETGID,
    SYS_EXIT_SETGID,
    SYS_ENTER_SETREUID,
    SYS_EXIT_SETREUID,
    SYS_ENTER_SETREGID,
    SYS_EXIT_SETREGID,
    SYS_ENTER_SETRESUID,
    SYS_EXIT_SETRESUID,
    SYS_ENTER_SETRESGID,
    SYS_EXIT_SETRESGID,
    SYS_ENTER_SETFSUID,
    SYS_EXIT_SETFSUID,
    SYS_ENTER_SETFSGID,
    SYS_EXIT_SETFSGID,
    SYS_ENTER_SETGROUPS,
    SYS_EXIT_SETGROUPS,
    SYS_ENTER_CAPSET,
    SYS_EXIT_CAPSET,
    IO_URING_COMPLETE;

    private static final FailurePlace[] ALL = values();

    /** The program's name, which is its hook's. */
    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The place of a number from the kernel; empty for one this version doesn't know. */
    public static Optional<FailurePlace> of(int number) {
        return number < 0 || number >= ALL.length ? Optional.empty() : Optional.of(ALL[number]);
    }
}
