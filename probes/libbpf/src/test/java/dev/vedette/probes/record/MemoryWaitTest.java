package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.MemoryWait;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has to look for memory when real groups come to real limits; a few MiB each. */
@RequiresBpf
class MemoryWaitTest {
    private static final ProbeSettings ONLY_WAITS = ProbeSettings.defaults().withFacts(Set.of("memory_wait"));
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final long CLEARLY = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Path CONTROLLER = Path.of("/sys/fs/cgroup/memory");
    private static final String LIMIT_FILE = "memory.limit_in_bytes";
    private static final long FILE_BYTES = 64 << 20;
    private static final String LIMIT = Integer.toString(24 << 20);

    /** Reads a file of more than the limit again and again: each page has to make room for the next. */
    private static final String READS = "while :; do cat %s > /dev/null; done";

    private final TestGroups groups = new TestGroups();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(CONTROLLER.resolve(LIMIT_FILE)), "the memory controller is not on a v1 hierarchy");
    }

    @AfterEach
    void restoreTheHost() throws Exception {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        groups.close();
    }

    @Test
    void tellsWaitsForAGroupsOwnLimitFromWaitsForOneAboveIt() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ONLY_WAITS)) {
            Path own = memoryGroup(CONTROLLER, "own", true);
            Path shared = memoryGroup(CONTROLLER, "shared", true);
            Path below = memoryGroup(shared, "below", false);
            Path reader = groups.make("reader");
            Path sharer = groups.make("sharer");
            read(own, reader);
            read(below, sharer);

            await(probes, reader, own);
            await(probes, sharer, shared);

            assertThat(probes.memoryWaits()).noneMatch(wait -> isOf(wait, sharer, below) || isOf(wait, reader, shared));
        }
    }

    private Path memoryGroup(Path parent, String name, boolean limited) throws IOException {
        Path group = groups.nested(
                parent, "vedette-wait-" + name + "-" + ProcessHandle.current().pid());
        if (limited) {
            Files.writeString(group.resolve(LIMIT_FILE), LIMIT);
        }
        return group;
    }

    private void read(Path memory, Path identity) throws IOException {
        String script = "echo 0 > " + identity + "/cgroup.procs; echo 0 > " + memory + "/cgroup.procs; "
                + READS.formatted(hole(memory.getFileName().toString()));
        started.add(new ProcessBuilder("sh", "-c", script).inheritIO().start());
    }

    /** Nobody else's page cache, and nothing that a disk must be asked for. */
    private Path hole(String name) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(FILE_BYTES);
        }
        return folder.resolve(name);
    }

    private void await(KernelProbes probes, Path identity, Path limit) throws Exception {
        long deadline = System.nanoTime() + PATIENCE;
        while (waited(probes, identity, limit) < CLEARLY) {
            assertThat(System.nanoTime())
                    .as("waits so far: %s", probes.memoryWaits())
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static long waited(KernelProbes probes, Path identity, Path limit) {
        return probes.memoryWaits().stream()
                .filter(wait -> isOf(wait, identity, limit))
                .mapToLong(MemoryWait::waitedNanos)
                .sum();
    }

    private static boolean isOf(MemoryWait wait, Path identity, Path limit) {
        try {
            return wait.victimCgroupId() == TestGroups.id(identity) && wait.limitCgroupId() == TestGroups.id(limit);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
