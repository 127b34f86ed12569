package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3023")
class SensitiveLinkTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject LINK = Files.ofImage("/tmp/a/notes");

    @Test
    void findsSymbolicLinksByWhereTheyLead() {
        assertThat(JUDGE.only("VDT-3023", Events.byServer().changes(Operation.SYMLINK, LINK, "/etc/shadow"))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge("VDT-3023", Events.byServer().changes(Operation.SYMLINK, LINK, "../../etc//shadow")))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3023", Events.byServer().changes(Operation.SYMLINK, LINK, "/proc/self/root/etc/shadow")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3023", Events.byServer().changes(Operation.SYMLINK, LINK, "/proc/1/root")))
                .hasSize(1);
    }

    @Test
    void findsHardLinks() {
        assertThat(JUDGE.judge(
                        "VDT-3023", Events.byServer().changes(Operation.LINK, Files.ofImage("/etc/shadow"), "/tmp/x")))
                .hasSize(1);
    }

    @Test
    void isSilentOnOtherLinksAndPackages() {
        assertThat(JUDGE.judge("VDT-3023", Events.byServer().changes(Operation.SYMLINK, LINK, "..data/config")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3023", Events.byServer().changes(Operation.SYMLINK, LINK, "/etc/passwd")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3023",
                        Events.by(Processes.of("/usr/bin/dpkg")).changes(Operation.SYMLINK, LINK, "/etc/shadow")))
                .isEmpty();
    }
}
