package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KernelSurfaceReached.Surface;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3026")
class DirectoryTraversalTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static Events server() {
        return Events.by(Processes.of("/usr/bin/server").serving());
    }

    private static FileOpened opens(Events by, String requested, String reached) {
        FileObject file = Files.ofImage(reached);
        return new FileOpened(by.context(), file, true, false, false, requested, false, FileRole.ORDINARY);
    }

    private static KernelSurfaceReached tries(Events by, String requested) {
        return new KernelSurfaceReached(by.context(), Surface.PATH_CLIMBED, 0, requested, false);
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/www/../../etc/passwd, /etc/passwd",
        "/srv/www/../../../../../../etc/passwd, /etc/passwd",
        "/srv/www/images/..//.././../root/.ssh/id_rsa, /root/.ssh/id_rsa",
        "/var/www/html/../../log/auth.log, /var/log/auth.log",
        "/usr/share/server/html/../../../../proc/self/environ, /proc/7/environ",
        "../../../../etc/shadow, /etc/shadow",
        "../../etc/shadow, /etc/shadow",
        "static/../../../run/secrets/token, /run/secrets/token",
    })
    void findsWhatIsSoughtOutsideTheFolder(String requested, String reached) {
        Finding finding = JUDGE.only("VDT-3026", opens(server(), requested, reached));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).startsWith("/usr/bin/server").contains(reached);
        assertThat(finding.evidence()).containsEntry("asked for", requested);
    }

    @ParameterizedTest
    @CsvSource({"/srv/www/../../../app/settings.py, /app/settings.py", "../../../../app/settings.py, /app/settings.py"})
    void findsOtherFilesByMoreStepsThanThereAreFolders(String requested, String reached) {
        assertThat(JUDGE.only("VDT-3026", opens(server(), requested, reached)).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/www/../../etc/passwd",
                "/srv/www/../../../windows/win.ini",
                "../../../../nowhere",
                "a/../../../../../nowhere"
            })
    void findsTriesInVain(String requested) {
        Finding finding = JUDGE.only("VDT-3026", tries(server(), requested));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).endsWith("that failed.");
        assertThat(finding.evidence()).containsEntry("asked for", requested);
    }

    @ParameterizedTest
    @CsvSource({
        // one step
        "/srv/../etc/passwd, /etc/passwd",
        // the program's own tree
        "/usr/lib/python3/site/../../../share/zoneinfo/UTC, /usr/share/zoneinfo/UTC",
        "/usr/lib/jvm/bin/../../../lib/security/cacerts, /usr/lib/security/cacerts",
        "/etc/server/conf.d/../../ssl/openssl.cnf, /etc/ssl/openssl.cnf",
        "/var/lib/server/a/../../server/b, /var/lib/server/b",
        "/app/src/../../app/data/x, /app/data/x",
        // another part of the tree where nobody seeks
        "/app/src/../../data/x, /data/x",
        "../../config.yml, /app/config.yml",
        "../../../etc/app.conf, /opt/etc/app.conf",
        // names that only look so
        "/srv/www/a..b/..c/d../../../etc/passwd, /srv/www/etc/passwd",
        "/srv/www/.../.../etc/passwd, /srv/www/.../.../etc/passwd",
    })
    void isSilentOnWaysWithinTheTree(String requested, String reached) {
        assertThat(JUDGE.judge("VDT-3026", opens(server(), requested, reached))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/app/src/../../data/x", "../../vendor/autoload.php", "/srv/../etc/passwd", "/etc/passwd", ""})
    void isSilentOnOrdinaryFilesThatAreNotThere(String requested) {
        assertThat(JUDGE.judge("VDT-3026", tries(server(), requested))).isEmpty();
    }

    @Test
    void isSilentOnThoseWhoDoNotServeTheNodeAndTheRuntime() {
        String requested = "/srv/www/../../../etc/passwd";
        Events cat = Events.by(Processes.of("/bin/cat"));

        assertThat(JUDGE.judge("VDT-3026", opens(cat, requested, "/etc/passwd")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3026", tries(cat, requested))).isEmpty();
        assertThat(JUDGE.judge("VDT-3026", opens(server().onHost(), requested, "/etc/passwd")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3026", tries(server().onHost(), requested))).isEmpty();
        assertThat(JUDGE.judge("VDT-3026", opens(server().duringSetup(), requested, "/etc/passwd")))
                .isEmpty();
    }
}
