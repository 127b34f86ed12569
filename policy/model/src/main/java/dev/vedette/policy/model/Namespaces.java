package dev.vedette.policy.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * The namespaces of a task, as inode numbers of nsfs. 0 means not known. A number is no identity: it is reused
 * as soon as its namespace dies.
 */
public record Namespaces(long mount, long pid, long network, long user, long ipc, long uts, long cgroup) {
    public static final Namespaces UNKNOWN = new Namespaces(0, 0, 0, 0, 0, 0, 0);

    public long of(NamespaceKind kind) {
        return switch (kind) {
            case MOUNT -> mount;
            case PID -> pid;
            case NETWORK -> network;
            case USER -> user;
            case IPC -> ipc;
            case UTS -> uts;
            case CGROUP -> cgroup;
        };
    }

    /** The kinds in which this and {@code other} are the same known namespace. */
    public Set<NamespaceKind> sharedWith(Namespaces other) {
        Set<NamespaceKind> shared = EnumSet.noneOf(NamespaceKind.class);
        for (NamespaceKind kind : NamespaceKind.values()) {
            if (isShared(kind, other)) {
                shared.add(kind);
            }
        }
        return shared;
    }

    /** Whether both are in the same known namespace of that kind. */
    public boolean isShared(NamespaceKind kind, Namespaces other) {
        long own = of(kind);
        return own != 0 && own == other.of(kind);
    }
}
