package dev.vedette.rules.facts;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Severity;

/** What says which devices a control group may use. Numbers: include/uapi/linux/bpf.h. */
public final class DeviceControl {
    private static final int PROG_LOAD = 5;
    private static final int PROG_ATTACH = 8;
    private static final int PROG_DETACH = 9;
    private static final int LINK_CREATE = 28;
    private static final int PROG_TYPE_CGROUP_DEVICE = 15;
    private static final int ATTACH_CGROUP_DEVICE = 6;

    /** lxcfs shows control groups by a file system of its own. */
    private static final long FUSE = FileSystemMagic.BY_TYPE.get("fuse");

    private DeviceControl() {}

    /** Whether it is a list of version 1. */
    public static boolean isList(FileObject file) {
        return (file.superMagic() == FileSystemMagic.CGROUP || file.superMagic() == FUSE)
                && (file.name().equals("devices.allow") || file.name().equals("devices.deny"));
    }

    /** Whether a program of version 2 was loaded, attached or taken away. */
    public static boolean isProgram(BpfUsed used) {
        return switch (used.command()) {
            case PROG_LOAD -> used.programType() == PROG_TYPE_CGROUP_DEVICE;
            case PROG_ATTACH, PROG_DETACH, LINK_CREATE -> used.attachType() == ATTACH_CGROUP_DEVICE;
            default -> false;
        };
    }

    public static String words(BpfUsed used) {
        return switch (used.command()) {
            case PROG_LOAD -> "loaded";
            case PROG_DETACH -> "took away";
            default -> "attached";
        };
    }

    /** Worst where it changes what a group may; nothing is won in a container that may use every device. */
    public static Severity severity(Event event) {
        if (event.container().security().privileged()) {
            return Severity.LOW;
        }
        return event instanceof BpfUsed used && used.command() == PROG_LOAD ? Severity.HIGH : Severity.CRITICAL;
    }
}
