package dev.vedette.policy.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Linux capabilities; the ordinal is the bit number. Source: include/uapi/linux/capability.h.
 */
public enum Capability {
    CHOWN,
    DAC_OVERRIDE,
    DAC_READ_SEARCH,
    FOWNER,
    FSETID,
    KILL,
    SETGID,
    SETUID,
    SETPCAP,
    LINUX_IMMUTABLE,
    NET_BIND_SERVICE,
    NET_BROADCAST,
    NET_ADMIN,
    NET_RAW,
    IPC_LOCK,
    IPC_OWNER,
    SYS_MODULE,
    SYS_RAWIO,
    SYS_CHROOT,
    SYS_PTRACE,
    SYS_PACCT,
    SYS_ADMIN,
    SYS_BOOT,
    SYS_NICE,
    SYS_RESOURCE,
    SYS_TIME,
    SYS_TTY_CONFIG,
    MKNOD,
    LEASE,
    AUDIT_WRITE,
    AUDIT_CONTROL,
    SETFCAP,
    MAC_OVERRIDE,
    MAC_ADMIN,
    SYSLOG,
    WAKE_ALARM,
    BLOCK_SUSPEND,
    AUDIT_READ,
    PERFMON,
    BPF,
    CHECKPOINT_RESTORE;

    /** The capability's bit in the kernel's sets. */
    @SuppressWarnings("EnumOrdinal") // the order is the kernel's own and part of its ABI
    public long bit() {
        return 1L << ordinal();
    }

    /** The capability of a number; empty for one that is newer than this list. */
    public static Optional<Capability> of(int number) {
        Capability[] all = values();
        return number < 0 || number >= all.length ? Optional.empty() : Optional.of(all[number]);
    }

    /**
     * Reads a name as container runtimes do: any case, with or without {@code CAP_}.
     *
     * @return empty for an unknown name; {@code ALL} is not one capability and is unknown here
     */
    public static Optional<Capability> parse(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
        for (Capability capability : values()) {
            if (capability.name().equals(bare)) {
                return Optional.of(capability);
            }
        }
        return Optional.empty();
    }
}
