package dev.vedette.policy.model;

import java.util.Map;

/** Superblock magics that rules name. Source: include/uapi/linux/magic.h. */
public final class FileSystemMagic {
    public static final long PROC = 0x9fa0L;
    public static final long SYSFS = 0x6265_6572L;
    public static final long CGROUP = 0x0027_e0ebL;
    public static final long CGROUP2 = 0x6367_7270L;
    public static final long TMPFS = 0x0102_1994L;
    public static final long OVERLAY = 0x794c_7630L;
    public static final long DEBUGFS = 0x6462_6720L;
    public static final long TRACEFS = 0x7472_6163L;
    public static final long SECURITYFS = 0x7363_6673L;
    public static final long BPF_FS = 0xcafe_4a11L;
    public static final long BINFMT_MISC = 0x4249_4e4dL;
    public static final long NSFS = 0x6e73_6673L;

    /** The magic by the type's name as mount(8) has it: what policies can name. */
    public static final Map<String, Long> BY_TYPE = Map.ofEntries(
            Map.entry("proc", PROC),
            Map.entry("sysfs", SYSFS),
            Map.entry("cgroup", CGROUP),
            Map.entry("cgroup2", CGROUP2),
            Map.entry("tmpfs", TMPFS),
            Map.entry("overlay", OVERLAY),
            Map.entry("debugfs", DEBUGFS),
            Map.entry("tracefs", TRACEFS),
            Map.entry("securityfs", SECURITYFS),
            Map.entry("bpf", BPF_FS),
            Map.entry("binfmt_misc", BINFMT_MISC),
            Map.entry("ext4", 0xef53L),
            Map.entry("xfs", 0x5846_5342L),
            Map.entry("btrfs", 0x9123_683eL),
            Map.entry("fuse", 0x6573_5546L),
            Map.entry("nfs", 0x6969L),
            Map.entry("ramfs", 0x8584_58f6L),
            Map.entry("squashfs", 0x7371_7368L));

    private FileSystemMagic() {}

    /** Of a type as mount tables name it; 0 for one that no rule names. */
    public static long ofType(String type) {
        return switch (type) {
            case "proc" -> PROC;
            case "sysfs" -> SYSFS;
            case "cgroup" -> CGROUP;
            case "cgroup2" -> CGROUP2;
            case "tmpfs", "devtmpfs" -> TMPFS;
            case "overlay" -> OVERLAY;
            case "debugfs" -> DEBUGFS;
            case "tracefs" -> TRACEFS;
            case "securityfs" -> SECURITYFS;
            case "bpf" -> BPF_FS;
            case "binfmt_misc" -> BINFMT_MISC;
            case "nsfs" -> NSFS;
            default -> 0;
        };
    }
}
