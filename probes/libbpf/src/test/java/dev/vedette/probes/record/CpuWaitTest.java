package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.BlameCell;
import dev.vedette.probes.CpuTimes;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.WaitCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Who is blamed when real processes wait for a real CPU. */
@RequiresBpf
class CpuWaitTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long CLEARLY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final ProbeSettings ONLY_WAITS =
            ProbeSettings.defaults().withFacts(Set.of("sched_wakeup", "sched_wakeup_new", "sched_switch"));

    private final List<Process> spinners = new ArrayList<>();
    private final TestGroups groups = new TestGroups();

    @AfterEach
    void restoreTheHost() throws Exception {
        for (Process spinner : spinners) {
            spinner.destroyForcibly().waitFor();
        }
        groups.close();
    }

    @Test
    void blamesTheGroupThatHeldTheCpuMeanwhile() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ONLY_WAITS)) {
            Path victim = groups.make("victim");
            Path culprit = groups.make("culprit");
            spin(victim);
            spin(culprit);

            awaitBlame(probes, victim, culprit);
            awaitBlame(probes, culprit, victim);
        }
    }

    @Test
    void blamesAGroupItselfForWaitingBehindItsOwnTasks() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ONLY_WAITS)) {
            Path alone = groups.make("alone");
            spin(alone);
            spin(alone);

            awaitBlame(probes, alone, alone);
        }
    }

    @Test
    void blamesTheOwnQuotaForTheTimeItKeptAGroupFromRunning() throws Exception {
        Path controller = Path.of("/sys/fs/cgroup/cpu");
        Assumptions.assumeTrue(
                Files.exists(controller.resolve("cpu.cfs_quota_us")), "the cpu controller is not on a v1 hierarchy");
        try (KernelProbes probes = KernelProbes.attach(ONLY_WAITS)) {
            Path limited = groups.make("limited");
            Path quota = groups.nested(controller, limited.getFileName().toString());
            Files.writeString(quota.resolve("cpu.cfs_quota_us"), "10000");
            spin(quota, limited);

            awaitBlame(probes, TestGroups.id(limited), BlameCell.OWN_QUOTA);
        }
    }

    @Test
    void tellsHowLongAGroupRanAndHowLongEachOfItsWaitsWas() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ONLY_WAITS)) {
            Path one = groups.make("one");
            Path other = groups.make("other");
            spin(one);
            spin(other);
            awaitBlame(probes, one, other);

            long id = TestGroups.id(one);
            CpuTimes times = probes.cpuTimes().stream()
                    .filter(of -> of.cgroupId() == id)
                    .findFirst()
                    .orElseThrow();
            assertThat(times.ranNanos()).isBetween(CLEARLY / 10, PATIENCE.toNanos());
            assertThat(times.waitedNanos()).isGreaterThanOrEqualTo(CLEARLY);
            assertThat(longestSum(times)).isBetween(times.waitedNanos(), times.waitedNanos() * 5 / 4);
        }
    }

    /** What all waits were at most, by their lengths alone. */
    private static long longestSum(CpuTimes times) {
        return IntStream.range(0, WaitCounts.LENGTHS)
                .mapToLong(length -> times.waits().of(length) * WaitCounts.longest(length))
                .sum();
    }

    /** All on one CPU, or they would not wait for each other. */
    private void spin(Path... memberOf) throws IOException {
        var script = new StringBuilder();
        for (Path group : memberOf) {
            script.append("echo 0 > ").append(group).append("/cgroup.procs; ");
        }
        spinners.add(new ProcessBuilder("taskset", "-c", "0", "sh", "-c", script + "while :; do :; done")
                .inheritIO()
                .start());
    }

    private static void awaitBlame(KernelProbes probes, Path victim, Path culprit) throws Exception {
        awaitBlame(probes, TestGroups.id(victim), TestGroups.id(culprit));
    }

    private static void awaitBlame(KernelProbes probes, long victimId, long culpritId) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (GroupWaitTables.waited(probes.blame(), victimId, culpritId) < CLEARLY) {
            assertThat(System.nanoTime()).as("blame so far: %s", probes.blame()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
