package dev.vedette.probes.record;

/**
 * Another process that something is done to, numbered in the initial pid namespace.
 *
 * @param pid 0 where it was not found
 * @param startBootNanos when its thread group's leader began, CLOCK_BOOTTIME
 * @param comm its name, which it may write
 */
public record RawTarget(int pid, int tid, long startBootNanos, long cgroupId, String comm) {
    public static final RawTarget NONE = new RawTarget(0, 0, 0, 0, "");

    public boolean known() {
        return pid != 0;
    }
}
