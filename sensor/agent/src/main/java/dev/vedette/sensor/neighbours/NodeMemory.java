package dev.vedette.sensor.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the node's memory is used for.
 *
 * @param meminfo {@code /proc/meminfo}, see proc_meminfo(5)
 */
record NodeMemory(Path meminfo) {
    static NodeMemory ofNode() {
        return new NodeMemory(Path.of("/proc/meminfo"));
    }

    /** What is not free, page cache included; 0 where it cannot be told. */
    long usedBytes() {
        try {
            List<String> lines = Files.readAllLines(meminfo);
            return Math.max(0, bytes(lines, "MemTotal:") - bytes(lines, "MemFree:"));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private static long bytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", -1)[0])
                .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
                .findFirst()
                .orElse(0);
    }
}
