package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3010")
class RightsInFileTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject SHELL = Files.ofImage("/tmp/sh");

    @Test
    void findsTheBitWhateverToolSetsIt() {
        var finding =
                JUDGE.only("VDT-3010", Events.by(Processes.of("/bin/chmod")).changes(Operation.CHMOD, SHELL, 04755));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.evidence()).containsEntry("file", "/tmp/sh");
        assertThat(JUDGE.judge(
                        "VDT-3010", Events.by(Processes.of("/usr/bin/perl")).changes(Operation.CHMOD, SHELL, 04711)))
                .hasSize(1);
    }

    @Test
    void findsItOnAFileThatIsGoneAndAsGroup() {
        assertThat(JUDGE.judge(
                        "VDT-3010", Events.byServer().changes(Operation.CHMOD, FileObject.ofPath("/tmp/sh"), 04755)))
                .hasSize(1);
        assertThat(JUDGE.only("VDT-3010", Events.byServer().changes(Operation.CHMOD, SHELL, 02755))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsCapabilitiesAndFilesMadeWithTheBit() {
        assertThat(JUDGE.judge(
                        "VDT-3010", Events.byServer().changes(Operation.SET_ATTRIBUTE, SHELL, "security.capability")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3010", Events.byServer().writes(Files.withMode("/tmp/made", 0104755))))
                .hasSize(1);
    }

    @Test
    void isSilentOnFoldersOrdinaryModesAndOtherAttributes() {
        FileObject folder = Files.withMode("/data", 0040775);

        assertThat(JUDGE.judge("VDT-3010", Events.byServer().changes(Operation.CHMOD, folder, 02775)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3010", Events.byServer().changes(Operation.CHMOD, SHELL, 0755)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3010", Events.byServer().changes(Operation.CHMOD, SHELL, 04600)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3010", Events.byServer().changes(Operation.SET_ATTRIBUTE, SHELL, "user.mime")))
                .isEmpty();
    }

    @Test
    void isSilentOnPackageManagers() {
        Processes script = Processes.of("/bin/chmod").childOf(Processes.of("/usr/bin/dpkg"));

        assertThat(JUDGE.judge("VDT-3010", Events.by(script).changes(Operation.CHMOD, SHELL, 04755)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3010",
                        Events.by(Processes.of("/usr/bin/dpkg"))
                                .writes(Files.withMode("/usr/bin/su.dpkg-new", 0104755))))
                .isEmpty();
    }

    @Test
    void isSilentOnWhatGivesNothingAndOnRefusals() {
        FileObject locked = Files.withMode("/data/mailbox", 0102644);

        assertThat(JUDGE.judge("VDT-3010", Events.byServer().writes(locked))).isEmpty();
        assertThat(JUDGE.judge("VDT-3010", Events.byServer().changes(Operation.CHMOD, SHELL, 04755, "", false)))
                .isEmpty();
    }

    @Test
    void isOnlyInformedOfContainersThatPrepareOthers() {
        assertThat(JUDGE.only(
                                "VDT-3010",
                                Events.byServer()
                                        .in(Containers.preparing("init"))
                                        .changes(Operation.CHMOD, SHELL, 04755))
                        .severity())
                .isEqualTo(Severity.INFO);
    }
}
