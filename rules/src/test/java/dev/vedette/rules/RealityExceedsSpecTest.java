package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-1050")
class RealityExceedsSpecTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsCapabilitiesBeyondTheSpecification() {
        Isolations seen = Isolations.ordinary().adding(Capability.SYS_ADMIN);

        Finding finding = JUDGE.only("VDT-1050", seen.seenAgainst(Isolations.ordinary()));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("capabilities SYS_ADMIN").doesNotContain("namespace");
    }

    @Test
    void findsAPrivilegedExecIntoAnOrdinaryContainer() {
        Isolations seen = Isolations.ordinary().privileged();

        assertThat(JUDGE.only("VDT-1050", seen.seenAgainst(Isolations.ordinary()))
                        .message())
                .contains("SYS_MODULE", "no system-call filter");
    }

    @Test
    void findsNamespacesOfTheNodeBeyondTheSpecification() {
        Isolations seen = Isolations.ordinary().sharing(NamespaceKind.PID, NamespaceKind.MOUNT);

        assertThat(JUDGE.only("VDT-1050", seen.seenAgainst(Isolations.ordinary()))
                        .message())
                .contains("the node's namespaces mount, pid");
    }

    @Test
    void findsThatNewPrivilegesAreAllowedAgainstTheSpecification() {
        Isolations spec = Isolations.ordinary().noNewPrivileges();

        assertThat(JUDGE.judge("VDT-1050", Isolations.ordinary().seenAgainst(spec)))
                .hasSize(1);
    }

    @Test
    void isSilentWhereTheKernelShowsTheSameOrLess() {
        Isolations spec = Isolations.ordinary().adding(Capability.NET_ADMIN).sharing(NamespaceKind.NETWORK);
        Isolations same = Isolations.ordinary().adding(Capability.NET_ADMIN).sharing(NamespaceKind.NETWORK);

        assertThat(JUDGE.judge("VDT-1050", same.seenAgainst(spec))).isEmpty();
        assertThat(JUDGE.judge("VDT-1050", Isolations.ordinary().seenAgainst(spec)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1050", Isolations.ordinary().noNewPrivileges().seenAgainst(spec)))
                .isEmpty();
    }

    @Test
    void isSilentWhereNothingIsKnownToCompare() {
        Isolations wide = Isolations.ordinary().privileged();

        assertThat(JUDGE.judge("VDT-1050", wide.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1050",
                        Isolations.ordinary()
                                .seenAgainst(Isolations.ordinary().noNewPrivileges(), Credentials.UNKNOWN)))
                .isEmpty();
    }
}
