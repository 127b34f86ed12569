package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostNamespacesTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Nested
    @RuleTest("VDT-1002")
    class Pid {
        @ParameterizedTest
        @EnumSource(Source.class)
        void findsTheNodesPidNamespace(Source source) {
            Isolations shared = Isolations.ordinary().sharing(NamespaceKind.PID);

            assertThat(JUDGE.only("VDT-1002", shared.seenIn(source)).severity()).isEqualTo(Severity.HIGH);
        }

        @Test
        void isSilentOnOtherNamespacesOfTheNode() {
            Isolations others = Isolations.ordinary().sharing(NamespaceKind.NETWORK, NamespaceKind.IPC);

            assertThat(JUDGE.judge("VDT-1002", others.seenIn(Source.KERNEL))).isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1003")
    class Network {
        @ParameterizedTest
        @EnumSource(Source.class)
        void findsTheNodesNetworkNamespace(Source source) {
            Isolations shared = Isolations.ordinary().sharing(NamespaceKind.NETWORK);

            assertThat(JUDGE.only("VDT-1003", shared.seenIn(source)).severity()).isEqualTo(Severity.MEDIUM);
        }

        @Test
        void isSilentOnOtherNamespacesOfTheNode() {
            Isolations others = Isolations.ordinary().sharing(NamespaceKind.PID, NamespaceKind.UTS);

            assertThat(JUDGE.judge("VDT-1003", others.seenIn(Source.KERNEL))).isEmpty();
        }
    }
}
