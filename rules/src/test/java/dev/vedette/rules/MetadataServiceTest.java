package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3015")
class MetadataServiceTest {
    private static final String ADDRESS = "169.254.169.254";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> contacts(Processes process, String address, int port) {
        return JUDGE.judge(
                "VDT-3015",
                Events.by(process)
                        .in(Containers.begun("c1"))
                        .after(Duration.ofHours(1))
                        .connects(address, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {ADDRESS, "fd00:ec2::254", "100.100.100.200", "fd00:ec2:0:0:0:0:0:254", "64:ff9b::a9fe:a9fe"})
    void findsAToolAtAnySpellingOfTheAddress(String address) {
        assertThat(contacts(Processes.of("/usr/bin/curl"), address, 80))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void findsWhatIsNotOfTheImageAndWhatAServerWasMadeToStart() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));
        Processes started = Processes.of("/usr/bin/python3")
                .childOf(Processes.of("/usr/sbin/nginx").serving());

        assertThat(contacts(copied, ADDRESS, 80))
                .first()
                .extracting(Finding::severity)
                .isEqualTo(Severity.HIGH);
        assertThat(contacts(started, ADDRESS, 8080))
                .first()
                .extracting(Finding::severity)
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsSessionsAndShellsThatConnectThemselves() {
        Processes inSession = Processes.of("/app/aws").stdio(Stdio.Kind.TERMINAL);

        assertThat(contacts(inSession, ADDRESS, 80)).hasSize(1);
        assertThat(contacts(Processes.of("/bin/bash"), ADDRESS, 80)).hasSize(1);
    }

    @Test
    void saysLittleOfEntrypoints() {
        Events start = Events.by(Processes.of("/usr/bin/curl")).in(Containers.begun("starting"));

        assertThat(JUDGE.only("VDT-3015", start.connects(ADDRESS, 80)).severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnLibrariesThatLookRoundAtTheStartAndLater() {
        Events own = Events.by(Processes.of("/app/server")).in(Containers.begun("own"));

        assertThat(JUDGE.judge("VDT-3015", own.connects(ADDRESS, 80))).isEmpty();
        assertThat(JUDGE.judge("VDT-3015", own.after(Duration.ofHours(6)).connects(ADDRESS, 80)))
                .isEmpty();
    }

    @Test
    void tellsOnceOfAServerThatBeginsWithItLate() {
        Events late = Events.by(Processes.of("/app/server"))
                .in(Containers.begun("late"))
                .after(Duration.ofHours(6));

        assertThat(JUDGE.only("VDT-3015", late.connects(ADDRESS, 80)).severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.judge("VDT-3015", late.connects(ADDRESS, 80))).isEmpty();
    }

    @Test
    void isSilentOnNamesTimeAndOtherAddresses() {
        Processes curl = Processes.of("/usr/bin/curl");

        assertThat(contacts(curl, ADDRESS, 53)).isEmpty();
        assertThat(contacts(curl, ADDRESS, 123)).isEmpty();
        assertThat(contacts(curl, ADDRESS, 0)).isEmpty();
        assertThat(contacts(curl, "169.254.170.2", 80)).isEmpty();
        assertThat(contacts(curl, "10.1.2.3", 80)).isEmpty();
        assertThat(JUDGE.judge("VDT-3015", Events.by(curl).onHost().connects(ADDRESS, 80)))
                .isEmpty();
    }

    @Test
    void isSilentOnAServerThatBeginsLateWithSomethingElse() {
        Events late = Events.by(Processes.of("/app/server"))
                .in(Containers.begun("elsewhere"))
                .after(Duration.ofHours(6));

        assertThat(JUDGE.judge("VDT-3015", late.connects("10.1.2.3", 80))).isEmpty();
        assertThat(JUDGE.judge("VDT-3015", late.connects(ADDRESS, 53))).isEmpty();
        assertThat(JUDGE.judge("VDT-3015", late.connects(ADDRESS, 0))).isEmpty();
    }

    @Test
    void isSilentOnTheNodesOwnPrograms() {
        assertThat(JUDGE.judge(
                        "VDT-3015",
                        Events.by(Processes.of("/usr/bin/kubelet")).onHost().connects(ADDRESS, 80)))
                .isEmpty();
    }

    @Test
    void goesByTheEldestProcessUntilTheRuntimeHasSaidWhenItBegan() {
        Events curl = Events.by(Processes.of("/usr/bin/curl"));

        assertThat(JUDGE.only("VDT-3015", curl.in(Container.pending("new")).connects(ADDRESS, 80))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only(
                                "VDT-3015",
                                curl.in(Containers.named("known", "web")).connects(ADDRESS, 80))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }
}
