package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.EnumSet;
import java.util.Set;

/** Files of the node that a container's process came by. */
public final class NodeFiles {
    /** What containers have of their own even where they share the node's network, and seldom all of the node's. */
    private static final Set<NamespaceKind> APART =
            EnumSet.of(NamespaceKind.PID, NamespaceKind.IPC, NamespaceKind.UTS, NamespaceKind.CGROUP);

    private NodeFiles() {}

    /**
     * Whether a file was reached by a mount of the node's, while the process lives in a mount namespace of its container.
     * A host path that the container was given is a mount of its own and does not count.
     */
    public static boolean areReachedBy(ProcessInfo process, FileObject file) {
        long there = file.mountNamespace();
        long own = process.namespaces().mount();
        return there != 0 && own != 0 && there != own && there == ofNode(process);
    }

    /**
     * Whether a file lies on another file system than the container's programs, and on none in memory: so it is of a host
     * path or a volume, and not of the image nor of a secret that Kubernetes puts in.
     */
    public static boolean isFromElsewhere(ProcessInfo process, FileObject file) {
        if (areReachedBy(process, file)) {
            return true;
        }
        return file.known()
                && process.executable().known()
                && file.device() != process.executable().device()
                && file.superMagic() != FileSystemMagic.TMPFS
                && file.superMagic() != FileSystemMagic.PROC
                && file.superMagic() != FileSystemMagic.SYSFS;
    }

    /**
     * How bad it is to open a file of the node: less where a program of the image reads that may see the node's processes
     * anyway, as monitors do.
     */
    public static Severity severity(FileOpened event) {
        boolean monitor = event.container().grantedHostNamespaces().contains(NamespaceKind.PID)
                && !event.write()
                && Readers.suspicion(event.process()).isEmpty();
        return monitor ? Severity.HIGH : Severity.CRITICAL;
    }

    /**
     * The mount namespace of the eldest ancestor of which it is known, which is the node's; 0 where none is, or where that one
     * is as much in the container as the process: who there has made a mount namespace of its own has come by no file of the
     * node. The node's first process may keep its namespaces to itself.
     */
    private static long ofNode(ProcessInfo process) {
        ProcessInfo eldest = process;
        for (ProcessInfo at = process.parent(); at != null; at = at.parent()) {
            if (at.namespaces().mount() != 0) {
                eldest = at;
            }
        }
        return isElsewhere(eldest, process) ? eldest.namespaces().mount() : 0;
    }

    private static boolean isElsewhere(ProcessInfo eldest, ProcessInfo process) {
        return APART.stream()
                .anyMatch(kind ->
                        eldest.namespaces().of(kind) != process.namespaces().of(kind));
    }
}
