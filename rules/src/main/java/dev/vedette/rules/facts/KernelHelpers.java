package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.Map;
import java.util.regex.Pattern;

/** How the kernel is made to run something on the node. Sources: kernel/umh.c and its callers, Documentation/admin-guide. */
public final class KernelHelpers {
    private static final String PROGRAM = "the kernel is told which program to start on the node";

    private static final Map<String, String> SETTINGS = Map.of(
            "/proc/sys/kernel/modprobe", PROGRAM,
            "/proc/sys/kernel/hotplug", PROGRAM,
            "/proc/sys/kernel/poweroff_cmd", PROGRAM,
            "/sys/kernel/uevent_helper", PROGRAM,
            "/proc/sysrq-trigger", "the node can be halted, crashed or dumped");

    private static final int KTHREADD = 2;

    /** Where runtimes keep what containers write, as the node names it. */
    private static final Pattern CONTAINER_FILES = Pattern.compile("(/var/lib/docker/overlay2/[^/]+/(diff|merged)"
            + "|/var/lib/containers/storage/overlay/[^/]+/(diff|merged)"
            + "|/.*/io\\.containerd\\.snapshotter\\.v1\\.[^/]+/snapshots/[0-9]+/fs"
            + "|/run/.*/io\\.containerd\\.runtime\\.v2\\.task/[^/]+/[^/]+/rootfs)/.+");

    private KernelHelpers() {}

    public static boolean isOnKernelFileSystem(long magic) {
        return magic == FileSystemMagic.PROC
                || magic == FileSystemMagic.SYSFS
                || magic == FileSystemMagic.BINFMT_MISC
                || magic == FileSystemMagic.TRACEFS
                || magic == FileSystemMagic.DEBUGFS;
    }

    /** What is done by writing it, to follow "by which "; "" for any other file. */
    public static String effect(FileObject file) {
        if (file.superMagic() == FileSystemMagic.BINFMT_MISC) {
            return file.name().equals("register") || file.name().equals("status")
                    ? "the kernel is told what to start for a kind of program"
                    : "";
        }
        if (file.superMagic() == FileSystemMagic.TRACEFS || file.superMagic() == FileSystemMagic.DEBUGFS) {
            return file.name().equals("kprobe_events") || file.name().equals("uprobe_events")
                    ? "probes are put into the kernel or into programs of the node"
                    : "";
        }
        return SETTINGS.getOrDefault(file.path(), "");
    }

    /** Critical where it gives a program to start; low for the kinds of programs of a user namespace of its own. */
    public static Severity severity(FileOpened event) {
        if (event.file().superMagic() == FileSystemMagic.BINFMT_MISC
                && !event.context().hostNamespaces().contains(NamespaceKind.USER)) {
            return Severity.LOW;
        }
        return effect(event.file()).equals(PROGRAM) ? Severity.CRITICAL : Severity.HIGH;
    }

    /** Whether a thread of the kernel gave birth to it. */
    public static boolean isStartedByKernel(ProcessInfo process) {
        ProcessInfo parent = process.parent();
        return parent != null
                && (parent.pid() == KTHREADD
                        || (parent.executable().isNone()
                                && parent.parent() != null
                                && parent.parent().pid() == KTHREADD));
    }

    /** Whether the program was reached by another mount namespace's mount, or lies where containers' files are kept. */
    public static boolean isOfContainer(ProcessInfo process) {
        FileObject file = process.executable();
        long own = process.namespaces().mount();
        return (own != 0 && file.mountNamespace() != 0 && file.mountNamespace() != own)
                || CONTAINER_FILES.matcher(file.path()).matches();
    }
}
