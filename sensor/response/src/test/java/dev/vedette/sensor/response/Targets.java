package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

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

    /** @param process null for a finding about the container alone */
    static Finding finding(Container container, ProcessId process, Verdict verdict, Origin origin) {
        ProcessInfo info = process == null
                ? null
                : new ProcessInfo(
                        process, "sleep", FileObject.NONE, List.of(), Credentials.UNKNOWN, null, null, null, false);
        return new Finding(
                "f-1",
                "VDT-3003",
                "title",
                Severity.HIGH,
                List.of(),
                "message",
                "node-1",
                container,
                info,
                Place.NONE,
                Map.of(),
                verdict,
                origin,
                1,
                2);
    }

    static Finding finding(Container container, ProcessId process, Verdict verdict) {
        return finding(container, process, verdict, Origin.LIVE);
    }

    /** The identity that a recorder in the kernel gives to a process that lives now. */
    static ProcessId identityOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessId((int) pid, Long.parseLong(fields[19]) * NANOS_PER_TICK + 4_711);
    }

    /** A process of this container with this command line. */
    static long pidIn(String containerId, String commandLine) {
        return pidsIn(containerId, commandLine)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + commandLine + " in " + containerId));
    }

    /** All of them. */
    static LongStream pidsIn(String containerId, String commandLine) {
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> read(pid, "cgroup").contains(containerId))
                .filter(pid -> read(pid, "cmdline").replace('\0', ' ').strip().equals(commandLine));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
