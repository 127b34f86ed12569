package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a mount made inside a container opens or hides. Flags: include/uapi/linux/mount.h, MS_*. */
public final class Mounts {
    private static final long REMOUNT = 1 << 5;
    private static final long BIND = 1 << 12;
    private static final long MOVE = 1 << 13;
    private static final long UNBINDABLE = 1 << 17;
    private static final long PRIVATE = 1 << 18;
    private static final long SLAVE = 1 << 19;
    private static final long SHARED = 1 << 20;
    private static final long PROPAGATION = UNBINDABLE | PRIVATE | SLAVE | SHARED;

    private static final Set<String> KERNEL_INTERFACES = Set.of(
            "proc",
            "sysfs",
            "cgroup",
            "cgroup2",
            "debugfs",
            "tracefs",
            "securityfs",
            "bpf",
            "devtmpfs",
            "binfmt_misc",
            "configfs",
            "efivarfs",
            "pstore");

    private static final Set<String> DISK_TYPES = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "xfs",
            "btrfs",
            "f2fs",
            "jfs",
            "vfat",
            "exfat",
            "ntfs",
            "ntfs3",
            "iso9660",
            "squashfs",
            "erofs",
            "udf",
            "zfs");

    /** Their source is only a label, or the device by which a program serves the files itself. */
    private static final Pattern WITHOUT_DEVICE =
            Pattern.compile("tmpfs|ramfs|devpts|mqueue|hugetlbfs|overlay|fuse(\\..*)?");

    private static final Map<Long, String> MAGICS = Map.of(
            FileSystemMagic.PROC, "proc",
            FileSystemMagic.SYSFS, "sysfs",
            FileSystemMagic.CGROUP, "cgroup",
            FileSystemMagic.CGROUP2, "cgroup2",
            FileSystemMagic.DEBUGFS, "debugfs",
            FileSystemMagic.TRACEFS, "tracefs",
            FileSystemMagic.SECURITYFS, "securityfs",
            FileSystemMagic.BPF_FS, "bpf",
            FileSystemMagic.BINFMT_MISC, "binfmt_misc");

    private static final Pattern PROCESS_DIRECTORY = Pattern.compile("/proc/([0-9]+|self|thread-self)(/.*)?");

    private Mounts() {}

    /** What is wrong with a mount, to follow "It "; "" if nothing is known to be. */
    public static String concern(FileSystemMounted mounted) {
        if ((mounted.flags() & PROPAGATION) != 0) {
            return "";
        }
        if (PROCESS_DIRECTORY.matcher(HostPath.resolve(mounted.target())).matches()) {
            return "hid a process by a mount over " + mounted.target();
        }
        if (mounted.options().contains("hidepid=") && !mounted.options().contains("hidepid=0")) {
            return "hid processes by a mount with hidepid";
        }
        if ((mounted.flags() & (REMOUNT | MOVE)) != 0) {
            return "";
        }
        return isBind(mounted) ? ofBind(mounted) : ofNew(mounted);
    }

    /** Low in a user namespace of its own, where the kernel shows only what belongs to that namespace. */
    public static Severity severity(FileSystemMounted mounted) {
        return mounted.context().hostNamespaces().contains(NamespaceKind.USER) ? Severity.HIGH : Severity.LOW;
    }

    private static boolean isBind(FileSystemMounted mounted) {
        return (mounted.flags() & BIND) != 0;
    }

    private static String ofBind(FileSystemMounted mounted) {
        String source = HostPath.resolve(mounted.source());
        boolean setting = HostPath.isWithin(source, "/proc/sys")
                || source.equals("/proc/sysrq-trigger")
                || HostPath.isWithin(source, "/sys/kernel")
                || HostPath.isWithin(source, "/sys/fs/cgroup");
        return setting ? "gave the kernel's " + source + " another name, " + mounted.target() : "";
    }

    private static String ofNew(FileSystemMounted mounted) {
        String kind = MAGICS.getOrDefault(mounted.superMagic(), mounted.type());
        if (KERNEL_INTERFACES.contains(kind)) {
            return "mounted the kernel interface " + kind + " at " + mounted.target();
        }
        boolean device = mounted.source().startsWith("/dev/")
                && !WITHOUT_DEVICE.matcher(kind).matches();
        if (DISK_TYPES.contains(kind) || device) {
            return "mounted the file system of a block device, " + mounted.source() + ", at " + mounted.target();
        }
        return "";
    }
}
