package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2016")
class RightsFromNowhereTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Credentials USER = of(1000, CapabilitySet.NONE, CapabilitySet.RUNTIME_DEFAULT);
    private static final Credentials KERNEL = of(0, CapabilitySet.ALL, CapabilitySet.ALL);

    @Test
    void findsTheKernelsOwnCredentialsInAUsersProcess() {
        var finding = JUDGE.only("VDT-2016", Events.byServer().changes(USER, KERNEL));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("SYS_ADMIN");
    }

    @Test
    void findsASingleCapabilityAndWiderBounds() {
        CapabilitySet admin = CapabilitySet.of(Capability.SYS_ADMIN);

        assertThat(JUDGE.judge("VDT-2016", Events.byServer().changes(USER, of(1000, admin, USER.bounding()))))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-2016", Events.byServer().changes(USER, of(1000, CapabilitySet.NONE, CapabilitySet.ALL))))
                .hasSize(1);
    }

    @Test
    void findsBoundsThatGrewWhenAProgramBegan() {
        Processes before = Processes.of("/exploit").credentials(USER);
        Processes after = Processes.of("/bin/sh").credentials(KERNEL);

        assertThat(JUDGE.judge("VDT-2016", Events.by(after).executesAfter(before)))
                .hasSize(1);
    }

    @Test
    void isSilentOnSetuidProgramsUserNamespacesAndRootThatIsTakenBack() {
        Processes user = Processes.of("/bin/sh").credentials(USER);
        Processes su = Processes.of("/bin/su").credentials(Processes.ROOT);
        Processes builder = Processes.of("/bin/sh").credentials(KERNEL).inUserNamespace(99);
        Credentials asideRoot = new Credentials(
                0,
                0,
                1000,
                1000,
                CapabilitySet.NONE,
                CapabilitySet.RUNTIME_DEFAULT,
                CapabilitySet.NONE,
                CapabilitySet.RUNTIME_DEFAULT,
                CapabilitySet.NONE,
                2,
                false);

        assertThat(JUDGE.judge("VDT-2016", Events.by(su).executesAfter(user))).isEmpty();
        assertThat(JUDGE.judge("VDT-2016", Events.by(builder).executesAfter(user)))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().changes(asideRoot, Processes.ROOT)))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().changes(KERNEL, USER))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().changes(Credentials.UNKNOWN, KERNEL)))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().duringSetup().changes(USER, KERNEL)))
                .isEmpty();
    }

    private static Credentials of(long uid, CapabilitySet capabilities, CapabilitySet bounding) {
        return new Credentials(
                uid,
                uid,
                uid,
                uid,
                capabilities,
                capabilities,
                CapabilitySet.NONE,
                bounding,
                CapabilitySet.NONE,
                2,
                false);
    }

    @Test
    void isSilentOnAProcessOfWhichNothingIsKnownBeforeItsProgram() {
        Processes administrator = Processes.of("/bin/sh").credentials(KERNEL);

        assertThat(JUDGE.judge("VDT-2016", Events.by(administrator).executes())).isEmpty();
    }
}
