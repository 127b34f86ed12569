package dev.vedette.policy.model;

import java.util.EnumSet;
import java.util.Set;

/** The kinds of Linux namespaces. Flags: include/uapi/linux/sched.h, CLONE_NEW*. */
public enum NamespaceKind {
    MOUNT(0x0002_0000L),
    PID(0x2000_0000L),
    NETWORK(0x4000_0000L),
    USER(0x1000_0000L),
    IPC(0x0800_0000L),
    UTS(0x0400_0000L),
    CGROUP(0x0200_0000L);

    private final long cloneFlag;

    NamespaceKind(long cloneFlag) {
        this.cloneFlag = cloneFlag;
    }

    public long cloneFlag() {
        return cloneFlag;
    }

    /** The kinds named by the CLONE_NEW* bits of {@code flags}; other bits are ignored. */
    public static Set<NamespaceKind> fromCloneFlags(long flags) {
        Set<NamespaceKind> kinds = EnumSet.noneOf(NamespaceKind.class);
        for (NamespaceKind kind : values()) {
            if ((flags & kind.cloneFlag) != 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
