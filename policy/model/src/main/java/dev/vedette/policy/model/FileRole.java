package dev.vedette.policy.model;

/** What a file is to the node, decided by inode and not by name. */
public enum FileRole {
    ORDINARY,
    /** An executable of a container runtime: runc, crun, a shim, conmon, kubelet. */
    RUNTIME_BINARY,
    /** The block device or raw memory of the node. */
    RAW_DEVICE
}
