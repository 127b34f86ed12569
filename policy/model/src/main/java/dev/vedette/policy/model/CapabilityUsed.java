package dev.vedette.policy.model;

/**
 * A capability was used, or was asked for and missing.
 *
 * @param capability null for one that is newer than this version
 * @param number the kernel's own number of it
 * @param userNamespace inode number of the user namespace in which it was asked for
 * @param granted whether the task has it there
 */
public record CapabilityUsed(
        EventContext context, Capability capability, int number, long userNamespace, boolean granted)
        implements Event {}
