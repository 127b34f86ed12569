package dev.vedette.benchmarks.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a container's control groups, in whichever hierarchies the node has (proc_pid_cgroup(5)).
 *
 * @param two its group of version 2, which has the pressure also where other hierarchies have the controllers; the root, where
 *     its runtime makes none there
 * @param usage the figure of its CPU time
 * @param usageUnit of that figure, nanoseconds
 * @param quota where its CPU is limited
 */
record GroupFiles(Path two, Path usage, long usageUnit, Path quota) {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Path UNIFIED = ROOT.resolve("unified");
    private static final String OWN_GROUPS = "vedette-bench-neighbours";
    private static final long PERIOD_MICROS = 100_000;

    /** Of the container that this process is the first of. */
    static GroupFiles of(long pid) throws IOException {
        Map<String, String> paths = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
            String[] parts = line.split(":", 3);
            for (String controller : parts[1].split(",", -1)) {
                paths.put(controller, parts[2].substring(1));
            }
        }
        Path two = (Files.isDirectory(UNIFIED) ? UNIFIED : ROOT).resolve(paths.getOrDefault("", ""));
        if (!paths.containsKey("cpu")) {
            return new GroupFiles(two, two.resolve("cpu.stat"), 1_000, two.resolve("cpu.max"));
        }
        return new GroupFiles(
                two,
                ROOT.resolve("cpuacct").resolve(paths.get("cpuacct")).resolve("cpuacct.usage"),
                1,
                ROOT.resolve("cpu").resolve(paths.get("cpu")).resolve("cpu.cfs_quota_us"));
    }

    /** The number of the group that the CPU's controller has of it. */
    long id() throws IOException {
        return (Long) Files.getAttribute(quota.getParent(), "unix:ino");
    }

    /**
     * The same, in a group of version 2 of its own where its runtime makes none there.
     *
     * @param name of that group
     * @param pid the only process, which must not have started others
     */
    GroupFiles withPressure(String name, long pid) throws IOException {
        if (!two.equals(UNIFIED)) {
            return this;
        }
        Path own = Files.createDirectories(UNIFIED.resolve(OWN_GROUPS).resolve(name));
        Files.writeString(own.resolve("cgroup.procs"), Long.toString(pid));
        return new GroupFiles(own, usage, usageUnit, quota);
    }

    /** Removes the groups that {@link #withPressure} has made; their processes have ended. */
    static void removeOwnGroups() throws IOException {
        Path all = UNIFIED.resolve(OWN_GROUPS);
        if (Files.isDirectory(all)) {
            try (Stream<Path> groups = Files.walk(all)) {
                for (Path group : groups.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.delete(group);
                }
            }
        }
    }

    /** CPU time so far, nanoseconds. */
    long usedNanos() throws IOException {
        return usageUnit * Long.parseLong(word(usage, usageUnit == 1 ? 0 : 1));
    }

    /** For how long so far some task of it waited for a CPU, microseconds, as PSI has it (accounting/psi.rst). */
    long pressureMicros() throws IOException {
        return Long.parseLong(word(two.resolve("cpu.pressure"), 4).substring("total=".length()));
    }

    private static String word(Path file, int number) throws IOException {
        return Files.readString(file).split("\\s+", -1)[number];
    }

    /** Limits its CPU to a part of one, until the result is closed. */
    AutoCloseable limitedTo(double share) throws IOException {
        String before = Files.readString(quota).strip();
        long micros = Math.round(PERIOD_MICROS * share);
        boolean versionTwo = quota.endsWith("cpu.max");
        Files.writeString(quota, versionTwo ? micros + " " + PERIOD_MICROS : Long.toString(micros));
        return () -> Files.writeString(quota, before);
    }
}
