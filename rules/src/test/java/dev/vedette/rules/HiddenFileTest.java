package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3036")
class HiddenFileTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsHiddenFilesAmongTheSystemsAndOddNamesAnywhere() {
        assertThat(JUDGE.only("VDT-3036", Events.byServer().writes(Files.ofImage("/usr/bin/.x")))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.judge("VDT-3036", Events.byServer().writes(Files.ofImage("/tmp/.../x"))))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3036", Events.byServer().writes(Files.ofImage("/srv/.. /x"))))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3036", Events.byServer().writes(Files.ofImage("/srv/\u00a0/x"))))
                .hasSize(1);
    }

    @Test
    void findsThemRun() {
        Processes run = Processes.process().executable(Files.onOverlay("/tmp/.x/run", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3036", Events.by(run).executes()).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void isSilentOnOrdinaryDottedNames() {
        for (String path : new String[] {
            "/root/.cache/x",
            "/tmp/.hidden",
            "/usr/lib64/.libssl.so.hmac",
            "/data/my file",
            "/data/..data/x",
            "/data/\u00e4"
        }) {
            assertThat(JUDGE.judge("VDT-3036", Events.byServer().writes(Files.ofImage(path))))
                    .as(path)
                    .isEmpty();
        }
        assertThat(JUDGE.judge(
                        "VDT-3036",
                        Events.by(Processes.of("/root/.local/bin/tool")).executes()))
                .isEmpty();
    }

    @Test
    void isSilentOnPackages() {
        Events rpm = Events.by(Processes.of("/usr/bin/rpm"));

        assertThat(JUDGE.judge("VDT-3036", rpm.writes(Files.ofImage("/usr/lib/.cvsignore"))))
                .isEmpty();
    }
}
