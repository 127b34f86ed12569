package dev.vedette.policy.model;

/** By which door an action came into the kernel. It decides nothing, but some doors are rarely used by honest programs. */
public enum Entry {
    SYSTEM_CALL,
    /** The table of 32-bit programs, which 64-bit programs can call too. */
    COMPAT_SYSTEM_CALL,
    IO_URING,
    /** No task asked for it. */
    KERNEL
}
