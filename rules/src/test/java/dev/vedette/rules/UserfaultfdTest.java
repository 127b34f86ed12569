package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KernelSurfaceReached.Surface;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Confinement;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3029")
class UserfaultfdTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final long USER_MODE_ONLY = 1;

    private static KernelSurfaceReached faults(Events by, long flags, boolean succeeded) {
        return new KernelSurfaceReached(by.context(), Surface.USERFAULTFD, flags, "", succeeded);
    }

    @Test
    void findsTheCallAndTheDevice() {
        assertThat(JUDGE.only("VDT-3029", faults(Events.byServer(), 0, true)).severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only("VDT-3029", Events.byServer().writes(Files.on(0, "/dev/userfaultfd")))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void takesAProgramThatIsNotOfTheImageForWorse() {
        Events dropped = Events.by(Processes.process().executable(Files.onOverlay("/tmp/exploit", OverlayLayer.UPPER)));

        assertThat(JUDGE.only("VDT-3029", faults(dropped, 0, true)).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void takesFaultsOfItsOwnCodeAndPrivilegedContainersMilder() {
        assertThat(JUDGE.only("VDT-3029", faults(Events.byServer(), USER_MODE_ONLY, true))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-3029", faults(Events.byServer().in(Confinement.privileged()), 0, true))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnRefusalsAndOnTheNode() {
        assertThat(JUDGE.judge("VDT-3029", faults(Events.byServer(), 0, false))).isEmpty();
        assertThat(JUDGE.judge("VDT-3029", faults(Events.byServer().onHost(), 0, true)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3029",
                        new KernelSurfaceReached(Events.byServer().context(), Surface.MEMFD_CREATE, 0, "x", true)))
                .isEmpty();
    }

    @Test
    void isSilentOnOtherDevices() {
        assertThat(JUDGE.judge("VDT-3029", Events.byServer().writes(Files.on(0, "/dev/null"))))
                .isEmpty();
    }
}
