package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2006")
class EnteredHostNamespaceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsNamespacesOfTheNode() {
        Finding finding = JUDGE.only(
                "VDT-2006",
                Events.byServer().inHostNamespaces(NamespaceKind.MOUNT).enters(NamespaceKind.MOUNT));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("mount");
    }

    @Test
    void findsOneNamespaceAfterTheOtherUnderAnyProgramName() {
        Events renamed = Events.by(Processes.of("/tmp/x")).inHostNamespaces(NamespaceKind.NETWORK, NamespaceKind.UTS);

        assertThat(JUDGE.judge("VDT-2006", renamed.enters(NamespaceKind.NETWORK)))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-2006", renamed.enters(NamespaceKind.UTS))).hasSize(1);
    }

    @Test
    void isSilentOnOtherContainersNamespacesGrantedOnesAndTheRuntime() {
        assertThat(JUDGE.judge(Events.byServer().enters(NamespaceKind.NETWORK))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer()
                        .in(Containers.granted(NamespaceKind.NETWORK))
                        .inHostNamespaces(NamespaceKind.NETWORK)
                        .enters(NamespaceKind.NETWORK)))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer()
                        .duringSetup()
                        .inHostNamespaces(NamespaceKind.MOUNT)
                        .enters(NamespaceKind.MOUNT)))
                .isEmpty();
    }
}
