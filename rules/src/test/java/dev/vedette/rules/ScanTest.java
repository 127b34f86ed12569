package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3018")
class ScanTest {
    private static final String HOST = "10.1.2.3";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static Events by(Processes process, String container) {
        return Events.by(process).in(Containers.named(container, "web"));
    }

    private static List<Finding> over(int attempts, IntFunction<SocketActivity> attempt) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            findings.addAll(JUDGE.judge("VDT-3018", attempt.apply(i)));
        }
        return findings;
    }

    @Test
    void findsManyPortsOfOneHostByWhateverProcesses() {
        List<Finding> found =
                over(20, i -> by(Processes.of("/bin/nc").pid(200 + i), "ports").failsToConnect(HOST, 1000 + i));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.evidence()).containsEntry("host", HOST);
        });
    }

    @Test
    void findsASlowScan() {
        assertThat(over(
                        20,
                        i -> by(Processes.of("/app/server"), "slow")
                                .after(Duration.ofSeconds(80L * i))
                                .failsToConnect("2001:db8::1", 1 + i)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void findsOnePortOfManyHosts() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));

        assertThat(over(25, i -> by(copied, "hosts").failsToConnect("10.1.2." + i, 6379)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void findsDatagramsToManyPorts() {
        assertThat(over(20, i -> by(Processes.of("/bin/nc"), "udp").sends(HOST, 100 + i)))
                .hasSize(1);
    }

    @Test
    void isSilentOnADeadPeerThatIsTriedAgainAndAgain() {
        assertThat(over(500, _ -> by(Processes.of("/bin/nc"), "dead").failsToConnect(HOST, 5432)))
                .isEmpty();
    }

    @Test
    void isSilentOnConnectionsThatComeAbout() {
        assertThat(over(100, i -> by(Processes.of("/app/server"), "busy").connects("10.1.2." + i, 8000 + i)))
                .isEmpty();
    }

    @Test
    void isSilentOnAFleetThatIsDownOverAWhile() {
        assertThat(over(60, i -> by(Processes.of("/bin/prometheus"), "metrics").failsToConnect("10.1.2." + i, 9090)))
                .isEmpty();
        assertThat(over(
                        100,
                        i -> by(Processes.of("/bin/nc"), "waits")
                                .after(Duration.ofSeconds(5L * i))
                                .failsToConnect("10.1.2." + i, 9090)))
                .isEmpty();
    }

    @Test
    void isSilentOnMediaAndTraces() {
        assertThat(over(60, i -> by(Processes.of("/app/media"), "media").sends(HOST, 33_434 + i)))
                .isEmpty();
    }

    @Test
    void takesManyPortsOfOneHostForNoManyHosts() {
        assertThat(over(70, i -> by(Processes.of("/bin/nc"), "ports only").failsToConnect(HOST, 1000 + i)))
                .allSatisfy(finding -> assertThat(finding.evidence()).containsEntry("host", HOST));
    }

    @Test
    void isSilentOnALoadBalancerOfManyHosts() {
        assertThat(over(
                        100,
                        i -> by(Processes.of("/usr/sbin/haproxy"), "balances").connects("10.1.2." + i, 8080)))
                .isEmpty();
    }
}
