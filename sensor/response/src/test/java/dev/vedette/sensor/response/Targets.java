package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Containers and processes to act on. */
final class Targets {
    private static final long NANOS_PER_TICK = 10_000_000;

    private Targets() {}

    static Container container(String id, String namespace) {
        return new Container(
                id,
                "main",
                "localhost/x:1",
                "",
                "containerd",
                new Container.Pod(namespace, "p", "u", "w", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    /** The identity that a recorder in the kernel gives to a process that lives now. */
    static ProcessId identityOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessId((int) pid, Long.parseLong(fields[19]) * NANOS_PER_TICK + 4_711);
    }

    /** A process of this container with this command line. */
    static long pidIn(String containerId, String commandLine) {
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> read(pid, "cgroup").contains(containerId))
                .filter(pid -> read(pid, "cmdline").replace('\0', ' ').strip().equals(commandLine))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + commandLine + " in " + containerId));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
