package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2013")
class KernelModuleTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsModulesFromMemoryAndFromTheContainersFiles() {
        FileObject dressed = Files.onOverlay("/lib/modules/6.1.0/kernel/nice.ko", OverlayLayer.UPPER);

        assertThat(JUDGE.only("VDT-2013", Events.byServer().loads(FileObject.NONE, "", true))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-2013", Events.byServer().loads(Files.inMemory("x"), "", true))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-2013", Events.byServer().loads(dressed, "", true))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isMilderToTheNodesOwnModulesAndToAttempts() {
        FileObject own = Files.ofHostPath("/lib/modules/6.1.0/kernel/net/ip_vs.ko.xz");

        assertThat(JUDGE.only("VDT-2013", Events.byServer().loads(own, "ip_vs", true))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-2013", Events.byServer().loads(FileObject.NONE, "", false))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsAnotherKernelToBeStarted() {
        assertThat(JUDGE.only("VDT-2013", Events.byServer().reaches(KernelSurfaceReached.Surface.KEXEC, true))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnTheNodeAndOtherSurfaces() {
        assertThat(JUDGE.judge(
                        "VDT-2013",
                        Events.by(Processes.of("/sbin/modprobe")).onHost().loads(FileObject.NONE, "", true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2013", Events.byServer().duringSetup().loads(FileObject.NONE, "", true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2013", Events.byServer().reaches(KernelSurfaceReached.Surface.MEMFD_CREATE, true)))
                .isEmpty();
    }
}
