package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3033")
class ServerStartsProgramTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes REDIS = Processes.of("/usr/bin/redis-server").serving();

    private static List<Finding> starts(Processes process) {
        return JUDGE.judge("VDT-3033", Events.by(process).executes());
    }

    @Test
    void findsAnyProgramUnderAnyName() {
        Processes tool = Processes.of("/usr/bin/id").childOf(REDIS);
        Processes copied = Processes.process()
                .executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))
                .childOf(REDIS);
        Processes byCopyOfServer = Processes.of("/bin/chmod")
                .childOf(Processes.of("/usr/bin/redis-server").childOf(REDIS));

        for (Processes started : List.of(tool, copied, byCopyOfServer)) {
            assertThat(starts(started))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
        }
    }

    @Test
    void isSilentOnWorkersAndOnWhatStartsBeforeItServes() {
        assertThat(starts(Processes.of("/usr/bin/redis-server").childOf(REDIS))).isEmpty();
        assertThat(starts(Processes.of("/usr/bin/id").childOf(Processes.of("/usr/sbin/nginx"))))
                .isEmpty();
    }

    @Test
    void isSilentOnOtherServersAndLeavesShellsAndTheirChildrenToTheirRule() {
        Processes shell = Processes.of("/bin/sh").childOf(REDIS);

        assertThat(starts(Processes.of("/usr/bin/id")
                        .childOf(Processes.of("/usr/sbin/apache2").serving())))
                .isEmpty();
        assertThat(starts(shell)).isEmpty();
        assertThat(starts(Processes.of("/usr/bin/id").childOf(shell))).isEmpty();
    }

    @Test
    void leavesDownloadersToTheirRule() {
        assertThat(starts(Processes.of("/usr/bin/curl").childOf(REDIS))).isEmpty();
    }

    @Test
    void findsItWhereAPersonBeganTheServer() {
        Processes tool = Processes.of("/usr/bin/id").childOf(REDIS);

        assertThat(JUDGE.judge("VDT-3033", Events.by(tool).isPutIn())).hasSize(1);
    }
}
