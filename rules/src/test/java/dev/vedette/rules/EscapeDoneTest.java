package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2017")
class EscapeDoneTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsTheNodesMountNamespaceAtTheNextProgram() {
        Finding finding = JUDGE.only(
                "VDT-2017",
                Events.by(Processes.of("/bin/sh"))
                        .inHostNamespaces(NamespaceKind.MOUNT)
                        .executes());

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("mount");
    }

    @Test
    void findsTheNodesPidNamespaceInAnyEvent() {
        assertThat(JUDGE.judge(
                        "VDT-2017",
                        Events.byServer().inHostNamespaces(NamespaceKind.PID).reads(Files.ofImage("/etc/hosts"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnWhatWasGrantedOnOtherNamespacesAndOnTheRuntime() {
        assertThat(JUDGE.judge(Events.byServer()
                        .in(Containers.granted(NamespaceKind.PID))
                        .inHostNamespaces(NamespaceKind.PID)
                        .executes()))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer()
                        .inHostNamespaces(NamespaceKind.NETWORK)
                        .executes()))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer()
                        .duringSetup()
                        .inHostNamespaces(NamespaceKind.MOUNT, NamespaceKind.PID)
                        .executes()))
                .isEmpty();
    }

    @Test
    void judgesAContainerOfUnknownGrantsByTheMountNamespaceAlone() {
        Container pending = Container.pending("c9");

        assertThat(JUDGE.judge(
                        "VDT-2017",
                        Events.byServer()
                                .in(pending)
                                .inHostNamespaces(NamespaceKind.PID)
                                .executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2017",
                        Events.byServer()
                                .in(pending)
                                .inHostNamespaces(NamespaceKind.MOUNT)
                                .executes()))
                .hasSize(1);
    }
}
