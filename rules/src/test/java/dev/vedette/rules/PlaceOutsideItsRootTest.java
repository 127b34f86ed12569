package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2009")
class PlaceOutsideItsRootTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject NODE = Files.through(Processes.NODE_MOUNTS, Files.ofHostPath("/run/containerd"));

    @Test
    void findsAWorkingDirectoryOfTheNode() {
        var finding = JUDGE.only("VDT-2009", Events.by(Processes.of("/bin/sh")).executesIn(NODE));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.evidence()).containsEntry("directory", "/run/containerd");
    }

    @Test
    void findsAProgramOfTheNode() {
        FileObject program = Files.through(Processes.NODE_MOUNTS, Files.ofHostPath("/usr/bin/id"));

        assertThat(JUDGE.judge(
                        "VDT-2009",
                        Events.by(Processes.process().executable(program)).executes()))
                .hasSize(1);
    }

    @Test
    void findsARootOnTheNode() {
        assertThat(JUDGE.judge("VDT-2009", Events.byServer().changesRoot(NODE))).hasSize(1);
    }

    @Test
    void whoMakesAMountNamespaceOfItsOwnInTheContainerHasComeByNoneOfTheNode() {
        Processes main = Processes.process().orphaned();
        Processes builder = Processes.of("/usr/bin/buildah").childOf(main).inMountNamespace(21);

        assertThat(JUDGE.judge("VDT-2009", Events.by(builder).executesIn(Files.through(11, Files.ofImage("/srv")))))
                .isEmpty();
    }

    @Test
    void isSilentOnItsOwnDirectoriesDeletedOnesAndTheRuntime() {
        assertThat(JUDGE.judge("VDT-2009", Events.byServer().executesIn(Files.through(11, Files.ofImage("/srv")))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2009", Events.byServer().executesIn(Files.deleted("/tmp/gone"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2009", Events.byServer().changesRoot(Files.through(11, Files.ofImage("/srv/jail")))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2009", Events.byServer().duringSetup().executesIn(NODE)))
                .isEmpty();
    }

    @Test
    void isSilentOnABuilderThatRunsTheProgramsOfWhatItBuilds() {
        Processes builder = Processes.of("/usr/bin/buildah").childOf(Processes.process());
        Processes step = Processes.process()
                .executable(Files.through(11, Files.ofImage("/build/bin/sh")))
                .childOf(builder)
                .inMountNamespace(21);

        assertThat(JUDGE.judge("VDT-2009", Events.by(step).executes())).isEmpty();
    }
}
