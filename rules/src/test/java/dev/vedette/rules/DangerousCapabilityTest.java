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

@RuleTest("VDT-1006")
class DangerousCapabilityTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            names = {"SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "DAC_READ_SEARCH", "BPF"})
    void ratesHighWhatAloneTakesTheNodeOver(Capability capability) {
        Finding finding =
                JUDGE.only("VDT-1006", Isolations.ordinary().adding(capability).seenIn(Source.KERNEL));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains(capability.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            names = {"NET_ADMIN", "SYS_TIME", "PERFMON", "SYSLOG", "CHECKPOINT_RESTORE"})
    void ratesOthersMedium(Capability capability) {
        Isolations added = Isolations.ordinary().adding(capability);

        assertThat(JUDGE.only("VDT-1006", added.seenIn(Source.MANIFEST)).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsAllButOne() {
        Isolations most = Isolations.ordinary()
                .capabilities(CapabilitySet.ALL.minus(CapabilitySet.of(Capability.SYS_ADMIN)))
                .seccomp(0);

        assertThat(JUDGE.only("VDT-1006", most.seenIn(Source.RUNTIME)).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void takesItMilderInAUserNamespaceOfItsOwn() {
        Isolations own = Isolations.ordinary().adding(Capability.SYS_ADMIN).inOwnUserNamespace();

        assertThat(JUDGE.only("VDT-1006", own.seenIn(Source.KERNEL)).severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnWhatRuntimesGiveOnLessAndOnPrivileged() {
        Isolations ordinary = Isolations.ordinary();
        Isolations less = Isolations.ordinary().capabilities(CapabilitySet.of(Capability.NET_RAW, Capability.MKNOD));
        Isolations unknownBit = Isolations.ordinary().capabilities(new CapabilitySet(1L << 60));

        assertThat(JUDGE.judge(ordinary.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge(less.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge(unknownBit.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge("VDT-1006", Isolations.ordinary().privileged().seenIn(Source.RUNTIME)))
                .isEmpty();
    }

    @Test
    void leavesToTheRuleOnPrivilegedContainersWhatIsAsGoodAsThat() {
        Isolations filtered = Isolations.ordinary().privileged().seccomp(2);
        Isolations byParts = Isolations.ordinary().allCapabilities().seccomp(0);

        assertThat(JUDGE.judge("VDT-1006", filtered.seenIn(Source.RUNTIME))).isEmpty();
        assertThat(JUDGE.judge("VDT-1006", byParts.seenIn(Source.RUNTIME))).isEmpty();
    }
}
