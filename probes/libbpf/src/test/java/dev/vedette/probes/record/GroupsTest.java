package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.FailureCount;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RequiresBpf;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel side makes of whose group a task is in: shares of the ring, and who is not told of. */
@RequiresBpf
class GroupsTest {
    private static final long BUDGET = 100;
    /** Makes files, each one an event, as fast as a shell can. */
    private static final String FLOOD = "i=0; while [ $i -lt 4000 ]; do i=$((i+1)); : > $0/flood-$i; done";

    @TempDir
    private Path directory;

    private final TestGroups groups = new TestGroups();

    @AfterEach
    void removeGroups() throws Exception {
        groups.close();
    }

    @Test
    void dropsOnlyWhatTheFloodingContainerMadeAndCountsItForThatContainer() throws Exception {
        Path flooding = groups.make("flooding");
        Path nested = groups.nested(flooding, "nested");
        Path quietNeighbour = groups.make("neighbour");
        try (KernelProbes probes = KernelProbes.attach(withBudget())) {
            Watching watching = new Watching(probes);
            long container = TestGroups.id(flooding);
            probes.groups().belongs(container, container);
            probes.groups().belongs(TestGroups.id(nested), container);

            Process one = start(flooding, FLOOD);
            Process two = start(nested, FLOOD);
            for (int i = 0; i < 20; i++) {
                assertThat(start(quietNeighbour, ": > $0/honest-" + i).waitFor())
                        .isZero();
                String name = "honest-" + i;
                watching.first(FileOpenRecord.class, open -> open.file().path().endsWith(name));
            }
            assertThat(one.waitFor() + two.waitFor()).isZero();

            Map<Long, Long> dropped = overBudget(probes.failures());
            assertThat(dropped)
                    .containsKeys(container, TestGroups.id(nested))
                    .doesNotContainKey(TestGroups.id(quietNeighbour));
            long made = 2 * 4000;
            watching.forget();
            assertThat(dropped.get(container) + dropped.get(TestGroups.id(nested)))
                    .as("dropped of " + made + " opens: all but a few windows' shares")
                    .isBetween(1000L, made);
        }
    }

    @Test
    void tellsNothingOfFilesOpenedByTheNodesOwnTasksWhereNoRuleAsksButOfTheirLives() throws Exception {
        Path node = groups.make("node");
        try (KernelProbes probes = KernelProbes.attach(plain())) {
            Watching watching = new Watching(probes);
            long id = TestGroups.id(node);
            probes.groups().nodes(id, true);
            start(node, ": > $0/unseen; exec /bin/true").waitFor();
            watching.first(
                    ExecRecord.class,
                    exec -> exec.header().cgroupId() == id
                            && exec.requestedPath().equals("/bin/true"));

            probes.groups().nodes(id, false);
            start(node, ": > $0/seen").waitFor();
            watching.first(FileOpenRecord.class, open -> open.file().path().endsWith("/seen"));
            assertThat(watching.ofKind(FileOpenRecord.class))
                    .noneMatch(open -> open.file().path().endsWith("/unseen"));
        }
    }

    @Test
    void countsAGroupMadeByAContainersTaskToThatContainerWhateverItsName() throws Exception {
        Path own = groups.make("container");
        Path elsewhere = groups.expected("elsewhere");
        try (KernelProbes probes = KernelProbes.attach(withBudget())) {
            long container = TestGroups.id(own);
            probes.groups().belongs(container, container);
            // A share used up in the own group leaves nothing for the other one that the container made itself.
            Process process = start(
                    own, "mkdir " + elsewhere + "; " + FLOOD + "; echo $$ > " + elsewhere + "/cgroup.procs; " + FLOOD);
            assertThat(process.waitFor()).isZero();

            assertThat(overBudget(probes.failures())).containsKeys(container, TestGroups.id(elsewhere));
        }
    }

    private static ProbeSettings plain() {
        return ProbeSettings.defaults().withFacts(Set.of("file_open", "sched_process_exec", "cgroup_mkdir"));
    }

    private static ProbeSettings withBudget() {
        ProbeSettings plain = plain();
        Map<String, Long> constants = new HashMap<>(plain.constants());
        constants.put("container_budget", BUDGET);
        return plain.withConstants(constants);
    }

    private static Map<Long, Long> overBudget(List<FailureCount> failures) {
        Map<Long, Long> byGroup = new HashMap<>();
        for (FailureCount failure : failures) {
            if (failure.reason().equals(FailureReason.OVER_BUDGET.name())) {
                byGroup.merge(failure.cgroupId(), failure.count(), Long::sum);
            }
        }
        return byGroup;
    }

    private Process start(Path group, String script) throws Exception {
        return new ProcessBuilder(
                        "/bin/sh", "-c", "echo 0 > " + group + "/cgroup.procs; " + script, directory.toString())
                .inheritIO()
                .start();
    }
}
