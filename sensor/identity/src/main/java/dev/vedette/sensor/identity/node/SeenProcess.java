package dev.vedette.sensor.identity.node;

import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Namespaces;
import java.util.List;

/**
 * A process as {@code /proc} shows it now.
 *
 * @param parentPid 0 for a process without a parent in this pid namespace
 * @param startBootNanos field 22 of stat in nanoseconds: rounded down to {@link #START_GRAIN_NANOS}
 * @param executable {@link FileObject#NONE} for kernel threads and where it may not be read
 * @param cgroupId its group's id, 0 where not known
 * @param listening whether it holds a listening socket
 */
public record SeenProcess(
        int pid,
        int parentPid,
        long startBootNanos,
        String name,
        FileObject executable,
        List<String> arguments,
        Credentials credentials,
        Namespaces namespaces,
        long cgroupId,
        boolean listening) {
    /** The grain of start times in {@code /proc}: 1/USER_HZ, and USER_HZ is 100 on every Linux that Java runs on. */
    public static final long START_GRAIN_NANOS = 10_000_000L;

    public SeenProcess {
        arguments = List.copyOf(arguments);
    }

    /** Whether {@code exact}, in full precision, is a start time that {@code /proc} shows as {@code seen}. */
    public static boolean sameStart(long seen, long exact) {
        return seen == exact - Math.floorMod(exact, START_GRAIN_NANOS);
    }
}
