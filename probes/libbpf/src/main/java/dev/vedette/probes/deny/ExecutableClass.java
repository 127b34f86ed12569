package dev.vedette.probes.deny;

/** Where an executable comes from; the order is that of the programs' {@code enum deny_class}. */
public enum ExecutableClass {
    /** Written after the container's start: only in the upper layer of its overlay. */
    ADDED,
    /** The image's, copied up: changed, or merely given other rights. */
    CHANGED,
    /** Without a name in any directory: a memfd, or deleted. */
    MEMORY,
    /** Of another file system than the root directory's. */
    VOLUME
}
