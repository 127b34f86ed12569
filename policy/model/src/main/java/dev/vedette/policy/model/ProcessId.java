package dev.vedette.policy.model;

/**
 * A process told apart from later ones with the same number.
 *
 * @param pid thread-group id in the initial pid namespace
 * @param startBootNanos when its leader began, in nanoseconds of the boot clock
 */
public record ProcessId(int pid, long startBootNanos) {}
