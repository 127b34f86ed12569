package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3048")
class OutboundFloodTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> fails(
            Processes process, String container, String address, int perSecond, int seconds) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < perSecond * seconds; i++) {
            findings.addAll(JUDGE.judge(
                    "VDT-3048",
                    Events.by(process.pid(100 + i))
                            .in(Containers.named(container, "web"))
                            .after(Duration.ofSeconds(1).dividedBy(perSecond).multipliedBy(i))
                            .failsToConnect(address, 80 + i % 7)));
        }
        return findings;
    }

    @Test
    void findsFloodsByWhateverProcessesToWhateverPorts() {
        Processes brought = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));

        assertThat(fails(brought, "brought", "203.0.113.9", 100, 6))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
        assertThat(fails(Processes.of("/bin/nc"), "tool", "2606:4700::1", 100, 6))
                .isNotEmpty();
        assertThat(fails(Processes.of("/app/server"), "own", "203.0.113.9", 300, 6))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void isSilentOnBriefStormsOnPatientClientsAndWithinTheCluster() {
        assertThat(fails(Processes.of("/app/server"), "brief", "203.0.113.9", 200, 3))
                .isEmpty();
        assertThat(fails(Processes.of("/app/server"), "patient", "203.0.113.9", 20, 20))
                .isEmpty();
        assertThat(fails(Processes.of("/app/server"), "inside", "10.96.7.7", 200, 8))
                .isEmpty();
    }

    @Test
    void isSilentOnCrawlersWhoseConnectionsComeAbout() {
        Duration pause = Duration.ofMillis(5);
        Events crawler = Events.by(Processes.of("/app/crawler")).in(Containers.named("crawler", "web"));

        for (int i = 0; i < 1_600; i++) {
            assertThat(JUDGE.judge(
                            "VDT-3048", crawler.after(pause.multipliedBy(i)).connects("203.0.113.9", 443)))
                    .isEmpty();
        }
    }
}
