package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-1001")
class PrivilegedContainerTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @EnumSource(Source.class)
    void findsPrivilegedWhoeverShowsIt(Source source) {
        Finding finding =
                JUDGE.only("VDT-1001", Isolations.ordinary().privileged().seenIn(source));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.techniques()).containsExactly("T1611");
    }

    @Test
    void givesOneNameToWhatManifestlyIsTheSame() {
        Isolations privileged = Isolations.ordinary().privileged();

        assertThat(JUDGE.only("VDT-1001", privileged.seenIn(Source.KERNEL)).id())
                .isEqualTo(JUDGE.only("VDT-1001", privileged.seenIn(Source.RUNTIME))
                        .id());
    }

    @Test
    void findsTheSamePowerGivenByParts() {
        Isolations parts = Isolations.ordinary().allCapabilities().seccomp(0);

        assertThat(JUDGE.judge("VDT-1001", parts.seenIn(Source.MANIFEST))).hasSize(1);
    }

    @Test
    void findsItWithoutWhatIsHarmlessOrMissingOnTheNode() {
        Isolations parts = Isolations.ordinary()
                .capabilities(CapabilitySet.ALL.minus(CapabilitySet.of(Capability.SYS_RESOURCE)))
                .seccomp(0);

        assertThat(JUDGE.only("VDT-1001", parts.seenIn(Source.RUNTIME)).message())
                .contains("as good as privileged");
    }

    @Test
    void takesItMilderInAUserNamespaceOfItsOwn() {
        Isolations own = Isolations.ordinary().privileged().inOwnUserNamespace();

        assertThat(JUDGE.only("VDT-1001", own.seenIn(Source.KERNEL)).severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnManyCapabilitiesBehindAFilterAndOnUnfilteredOrdinaryOnes() {
        Isolations filtered = Isolations.ordinary().allCapabilities();
        Isolations allButOne = Isolations.ordinary()
                .capabilities(CapabilitySet.ALL.minus(CapabilitySet.of(Capability.SYS_ADMIN)))
                .seccomp(0);

        assertThat(JUDGE.judge("VDT-1001", filtered.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge("VDT-1001", allButOne.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge(Isolations.ordinary().seccomp(0).seenIn(Source.KERNEL)))
                .isEmpty();
    }
}
