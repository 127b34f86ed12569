package dev.vedette.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a program took.
 *
 * @param seconds by the clock
 * @param cpuSeconds of all processors together, with the programs that it started itself
 */
record Took(double seconds, double cpuSeconds) {
    private static final Path OWN = Path.of("/proc/self/stat");
    /** The kernel tells times in hundredths of a second here, whatever it counts by (USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;
    /** proc(5): cutime and cstime, counted from the field behind the program's name. */
    private static final int CHILDREN_IN_USER_MODE = 13;

    private static final int CHILDREN_IN_KERNEL = 14;

    /** What the processes that this one started have taken, as far as they have ended. */
    static double cpuSecondsOfEndedChildren() throws IOException {
        String stat = Files.readString(OWN);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILDREN_IN_USER_MODE]) + Long.parseLong(fields[CHILDREN_IN_KERNEL]))
                / TICKS_PER_SECOND;
    }
}
