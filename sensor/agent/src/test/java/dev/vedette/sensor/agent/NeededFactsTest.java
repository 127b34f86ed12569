package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeCheck;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeededFactsTest {
    private static final Set<String> TELLABLE =
            Set.of("sched_process_exec", "cgroup_mkdir", "setns", "file_open", "connect", "sched_switch", "unheard_of");

    @Test
    void whatNoRuleLooksAtIsNotNeeded() {
        assertThat(NeededFacts.of(Set.of(FileOpened.class), TELLABLE))
                .containsExactlyInAnyOrder("sched_process_exec", "cgroup_mkdir", "setns", "file_open", "unheard_of");
    }

    @Test
    void whatSaysWhoIsWhoIsAlwaysNeeded() {
        assertThat(NeededFacts.of(Set.of(), TELLABLE)).contains("sched_process_exec", "cgroup_mkdir", "setns");
    }

    @Test
    void aRuleOnEveryEventTakesWhatTheOthersMakeBeTold() {
        assertThat(NeededFacts.of(Set.of(Event.class), TELLABLE)).doesNotContain("file_open", "connect");
    }

    @Test
    void theBuiltInRulesLookAtFilesSocketsAndWaiting() throws Exception {
        try (RuleBundle rules = RuleBundle.builtIn(getClass().getClassLoader())) {
            assertThat(rules.judgedFacts()).contains(FileOpened.class, SocketActivity.class, CpuContention.class);
            assertThat(NeededFacts.of(rules.judgedFacts(), TELLABLE)).contains("file_open", "connect", "sched_switch");
        }
    }

    @Test
    void whatTwoFactsAreMadeOfIsNeededForEither() {
        assertThat(NeededFacts.of(Set.of(MemoryKill.class), Set.of("oom_kill", "memory_wait")))
                .containsExactly("oom_kill");
    }

    /** A new one must be put into the table, or it is attached on every node for rules that nobody has. */
    @Test
    void everyOtherFactSaysWhoIsWhoOrRefuses() throws Exception {
        assumeThat(ProbeCheck.obstacle()).isEmpty();
        assertThat(NeededFacts.of(Set.of(), KernelProbes.tellable()))
                .filteredOn(fact -> !fact.startsWith("deny_"))
                .isSubsetOf(
                        "sched_process_exec",
                        "sched_process_fork",
                        "sched_process_exit",
                        "cgroup_mkdir",
                        "cgroup_rmdir",
                        "cgroup_attach_task",
                        "cgroup_freeze",
                        "cgroup_unfreeze",
                        "exec_script",
                        "compat_call",
                        "credentials",
                        "setns",
                        "unshare",
                        "task_rename");
    }
}
