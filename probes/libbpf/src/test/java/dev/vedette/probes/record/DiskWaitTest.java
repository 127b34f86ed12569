package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.ServiceTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is blamed when real processes wait for a real disk. */
@RequiresBpf
class DiskWaitTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long CLEARLY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MIB = 1 << 20;
    private static final int FILE_MIB = 64;
    /**
     * What the kernel's own threads hand to a busy disk is known to be a group's only by the group of the io controller, and that
     * is not the tests' own.
     */
    private static final int KNOWN_MIB = FILE_MIB * 7 / 8;

    private static final ProbeSettings ONLY_DISKS =
            ProbeSettings.defaults().withFacts(Set.of("block_request", "block_bio"));

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private final TestGroups groups = new TestGroups();

    @BeforeEach
    void needsADisk() throws Exception {
        assumeThat(Files.getFileStore(folder).name())
                .as("what holds temporary files")
                .startsWith("/dev/");
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
    void blamesTheGroupWhoseRequestsTheDiskServedMeanwhile() throws Exception {
        Path data = written("data");
        try (KernelProbes probes = KernelProbes.attach(ONLY_DISKS)) {
            Path victim = groups.make("reader");
            Path culprit = groups.make("writer");
            run(victim, "while :; do dd if=" + data + " of=/dev/null bs=4k iflag=direct; done");
            run(culprit, "while :; do " + writing(folder.resolve("other")) + "; done");

            await(probes, () -> GroupWaitTables.waited(probes.diskBlame(), victim, culprit) >= CLEARLY);
            // Both go on growing: what is a part of the other is read first.
            long behindCulprit = GroupWaitTables.waited(probes.diskBlame(), victim, culprit);
            assertThat(GroupWaitTables.times(probes.diskTimes(), victim)
                            .orElseThrow()
                            .waitedNanos())
                    .isGreaterThanOrEqualTo(behindCulprit);
        }
    }

    /** The victim has no request of its own: it is the journal's thread that asks the disk for all. */
    @Test
    void blamesWhoKeepsTheJournalBusyForTheWaitOfAFileThatIsToBeOnTheDisk() throws Exception {
        assumeThat(Files.getFileStore(folder).type())
                .as("what tells when such a wait ends")
                .isEqualTo("ext4");
        try (KernelProbes probes = KernelProbes.attach(ONLY_DISKS)) {
            Path victim = groups.make("database");
            Path culprit = groups.make("storm");
            Path kept = folder.resolve("kept");
            String storm = "dd if=/dev/zero of=" + folder.resolve("other$i") + " bs=4k count=4k oflag=sync";
            run(victim, "while :; do touch " + kept + "; sync " + kept + "; sleep 0.02; done");
            run(culprit, "for i in 1 2 3 4; do (while :; do " + storm + "; done) & done; wait");

            await(probes, () -> GroupWaitTables.waited(probes.diskBlame(), victim, culprit) >= CLEARLY);
            assertThat(GroupWaitTables.waited(probes.diskBlame(), victim, victim))
                    .isLessThan(GroupWaitTables.waited(probes.diskBlame(), victim, culprit));
        }
    }

    @Test
    void countsWhatAGroupAskedForAndHowLongItTook() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ONLY_DISKS)) {
            Path writer = groups.make("writer");
            run(writer, writing(folder.resolve("file"))).waitFor();

            await(probes, () -> bytes(probes, writer) >= KNOWN_MIB * MIB);
            ServiceTimes times =
                    GroupWaitTables.times(probes.diskTimes(), writer).orElseThrow();
            assertThat(times.bytes()).isBetween(KNOWN_MIB * MIB, (FILE_MIB + 4) * MIB);
            assertThat(times.bytes() / times.requests()).isGreaterThan(MIB / 16);
            assertThat(times.servedNanos()).isBetween(1L, PATIENCE.toNanos());
        }
    }

    private Path written(String name) throws Exception {
        Path file = folder.resolve(name);
        assertThat(new ProcessBuilder("sh", "-c", writing(file) + " 2> /dev/null")
                        .start()
                        .waitFor())
                .isZero();
        return file;
    }

    private static String writing(Path file) {
        return "dd if=/dev/zero of=" + file + " bs=1M count=" + FILE_MIB + " oflag=direct conv=notrunc";
    }

    private Process run(Path group, String script) throws IOException {
        Process process = new ProcessBuilder(
                        "sh", "-c", "echo 0 > " + group + "/cgroup.procs; exec 2> /dev/null; " + script)
                .start();
        started.add(process);
        return process;
    }

    private static void await(KernelProbes probes, BooleanSupplier seen) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("so far: %s of %s", probes.diskBlame(), probes.diskTimes())
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static long bytes(KernelProbes probes, Path group) {
        return GroupWaitTables.times(probes.diskTimes(), group)
                .map(ServiceTimes::bytes)
                .orElse(0L);
    }
}
