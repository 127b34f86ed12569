package dev.vedette.probes.record;

/**
 * What every record begins with: when, and who.
 *
 * @param bootNanos CLOCK_BOOTTIME when it happened
 * @param cgroupId the task's id in the v2 hierarchy (or the chosen v1 controller)
 * @param pid thread-group id in the initial pid namespace
 * @param tid thread id in the initial pid namespace
 * @param startBootNanos when the thread group's leader began, CLOCK_BOOTTIME
 * @param comm the task's name, at most 15 bytes; the task may write it
 */
public record RecordHeader(long bootNanos, long cgroupId, int pid, int tid, long startBootNanos, String comm) {}
