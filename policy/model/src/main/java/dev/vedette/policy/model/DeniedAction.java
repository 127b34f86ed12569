package dev.vedette.policy.model;

import java.util.Locale;

/** What a policy can have the kernel refuse to a container. */
public enum DeniedAction {
    EXEC,
    /** Opening a file in any way. */
    OPEN,
    /** Opening a file for writing, or changing it, its name or its rights. */
    WRITE,
    MOUNT,
    /** Connecting, or sending to an address of its own. */
    CONNECT,
    PTRACE,
    MODULE,
    BPF,
    /** Opening or making a device. */
    DEVICE,
    /** Changing a setting of the kernel. */
    SYSCTL;

    /** The name in documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
