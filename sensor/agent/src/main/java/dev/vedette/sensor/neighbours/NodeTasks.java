package dev.vedette.sensor.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many processes and threads the node has, and can have.
 *
 * @param proc {@code /proc}
 */
record NodeTasks(Path proc) {
    static NodeTasks ofNode() {
        return new NodeTasks(Path.of("/proc"));
    }

    /** Threads counted; 0 where it cannot be told. The second number of the fourth field, proc_loadavg(5). */
    long tasks() {
        try {
            String counts = Files.readString(proc.resolve("loadavg")).split(" ", -1)[3];
            return Long.parseLong(counts.substring(counts.indexOf('/') + 1));
        } catch (IOException | ArrayIndexOutOfBoundsException | NumberFormatException e) {
            return 0;
        }
    }

    /** The lower one of the kernel's two limits, proc_sys_kernel(5); 0 where it cannot be told. */
    long limit() {
        long numbers = setting("pid_max");
        long threads = setting("threads-max");
        return numbers == 0 || threads == 0 ? Math.max(numbers, threads) : Math.min(numbers, threads);
    }

    private long setting(String name) {
        return GroupFile.number(proc.resolve("sys/kernel").resolve(name)).orElse(0);
    }
}
