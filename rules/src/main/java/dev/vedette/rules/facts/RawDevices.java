package dev.vedette.rules.facts;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Severity;
import java.util.Set;
import java.util.regex.Pattern;

/** The node's disks and memory, as they are. Numbers: Documentation/admin-guide/devices.txt. */
public final class RawDevices {
    private static final int TYPE = 0170000;
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;

    private static final int MINOR_BITS = 20;
    /** Of SCSI, Xen, mapped, virtio and NVMe disks: where a device is gone before its type could be looked up. */
    private static final Set<Long> DISK_MAJORS = Set.of(8L, 65L, 202L, 253L, 254L, 259L);

    private static final long MEMORY_MAJOR = 1;
    private static final long MEM = 1;
    private static final long KMEM = 2;
    private static final long PORT = 4;

    /** Of a file's own content or of memory: no disk of the node. */
    private static final Pattern MADE_OF_FILES = Pattern.compile("(loop|ram|zram|nbd)[0-9].*");

    private RawDevices() {}

    /** Whether it is the node's memory; a file in its place is not. */
    public static boolean isMemory(FileObject file) {
        if (file.superMagic() == FileSystemMagic.PROC) {
            return file.path().equals("/proc/kcore");
        }
        if ((file.mode() & TYPE) != CHARACTER) {
            return false;
        }
        String name = file.name();
        return name.equals("mem") || name.equals("kmem") || name.equals("port");
    }

    public static String words(FileObject file) {
        return isMemory(file) ? "the node's memory" : "a raw disk";
    }

    /**
     * What a container was not made to do is worst; one that is not privileged was given the device on purpose, or could
     * not have opened it.
     */
    public static Severity severity(FileOpened event) {
        if (MADE_OF_FILES.matcher(event.file().name()).matches()) {
            return Severity.LOW;
        }
        if (!isMemory(event.file()) && !mayUseAll(event.container())) {
            return Severity.MEDIUM;
        }
        return event.write() ? Severity.CRITICAL : Severity.HIGH;
    }

    /** Devices without a number are what an overlay marks removed files with. */
    public static boolean isMade(FileChanged event) {
        int type = event.file().mode() & TYPE;
        if (type == BLOCK) {
            return event.value() != 0;
        }
        if (type == 0) {
            return DISK_MAJORS.contains(event.value() >>> MINOR_BITS);
        }
        long minor = event.value() & ((1L << MINOR_BITS) - 1);
        return type == CHARACTER
                && event.value() >>> MINOR_BITS == MEMORY_MAJOR
                && (minor == MEM || minor == KMEM || minor == PORT);
    }

    /** Without the right to all devices it can be made and not opened. */
    public static Severity severity(FileChanged event) {
        return mayUseAll(event.container()) ? Severity.HIGH : Severity.MEDIUM;
    }

    public static String number(long device) {
        return (device >>> MINOR_BITS) + ":" + (device & ((1L << MINOR_BITS) - 1));
    }

    private static boolean mayUseAll(Container container) {
        return container.security().privileged()
                || container.security().capabilities().has(Capability.SYS_RAWIO);
    }
}
