package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2007")
class NodeFilesThroughProcessesTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject PASSWORDS = Files.through(Processes.NODE_MOUNTS, Files.ofHostPath("/etc/shadow"));

    @ParameterizedTest
    @ValueSource(strings = {"/bin/cat", "/usr/bin/perl", "/opt/unknown"})
    void findsWhateverReadsByTheNodesMounts(String program) {
        var finding = JUDGE.only("VDT-2007", Events.by(Processes.of(program)).reads(PASSWORDS));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("/etc/shadow");
    }

    @Test
    void findsItInAMountNamespaceOfItsOwnAndDescendants() {
        Processes hidden =
                Processes.of("/bin/tool").childOf(Processes.process()).inMountNamespace(99);

        assertThat(JUDGE.judge("VDT-2007", Events.by(hidden).writes(PASSWORDS))).hasSize(1);
    }

    @Test
    void findsItHoweverDeepProcessesAreNested() {
        Processes nested = Processes.process();
        for (int i = 0; i <= ProcessInfo.MAX_ANCESTORS; i++) {
            nested = Processes.of("/bin/sh").childOf(nested);
        }

        assertThat(JUDGE.judge("VDT-2007", Events.by(nested).writes(PASSWORDS))).hasSize(1);
    }

    @Test
    void isMilderToMonitorsThatMaySeeTheNodesProcesses() {
        Events monitor = Events.byServer().in(Containers.granted(NamespaceKind.PID));

        assertThat(JUDGE.only("VDT-2007", monitor.reads(PASSWORDS)).severity()).isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-2007", monitor.writes(PASSWORDS)).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnItsOwnMountsThoseOfItsSandboxAndTheRuntime() {
        FileObject own = Files.through(11, Files.ofHostPath("/data/etc/shadow"));
        Processes sandboxed =
                Processes.of("/usr/bin/bwrap").childOf(Processes.process()).inMountNamespace(99);

        assertThat(JUDGE.judge(Events.byServer().reads(own))).isEmpty();
        assertThat(JUDGE.judge("VDT-2007", Events.by(sandboxed).reads(own))).isEmpty();
        assertThat(JUDGE.judge("VDT-2007", Events.byServer().reads(Files.through(99, Files.ofHostPath("/x")))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2007", Events.byServer().reads(Files.inMemory("x"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2007", Events.byServer().duringSetup().reads(PASSWORDS)))
                .isEmpty();
    }
}
