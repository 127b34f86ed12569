package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3043")
class TrustStoreChangedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Duration OLD = Duration.ofHours(1);
    private static final FileObject AUTHORITY = Files.ofImage("/usr/local/share/ca-certificates/evil.crt");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/ssl/certs/ca-certificates.crt",
                "/opt/jdk/lib/security/cacerts",
                "/usr/lib/python3/dist-packages/certifi/cacert.pem",
                "/etc/apt/sources.list.d/more.list",
                "/etc/apk/keys/more.pub",
                "/etc/hosts"
            })
    void findsWhoWritesThem(String path) {
        Finding finding = JUDGE.only(
                "VDT-3043",
                Events.by(Processes.of("/bin/tee")).inContainerOfAge(OLD).writes(Files.ofImage(path)));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.evidence()).containsEntry("file", path);
    }

    /** A container becomes no younger by that, and may not do again what it might at its start. */
    @ParameterizedTest
    @ValueSource(longs = {59, 59 + 24 * 60})
    void findsThemWhereSomebodyHasSetTheClockBack(long minutes) {
        Events anHourOn = Events.by(Processes.of("/bin/tee"))
                .inContainerOfAge(Duration.ofMinutes(-minutes))
                .after(Duration.ofHours(1));

        assertThat(JUDGE.judge("VDT-3043", anHourOn.writes(Files.ofImage("/etc/ssl/certs/ca-certificates.crt"))))
                .hasSize(1);
    }

    @Test
    void findsAFilePutInTheirPlace() {
        Events move = Events.by(Processes.of("/bin/mv")).inContainerOfAge(OLD);

        assertThat(JUDGE.judge("VDT-3043", move.renames(Files.ofImage("/tmp/x"), "/etc/ssl/certs/ca-certificates.crt")))
                .hasSize(1);
    }

    @Test
    void ratesPersonsAndServersHighAtAnyTime() {
        Processes person = Processes.of("/bin/cp").stdio(Stdio.Kind.TERMINAL);
        Processes ofServer = Processes.of("/bin/cp").childOf(Processes.process().serving());

        assertThat(JUDGE.only(
                                "VDT-3043",
                                Events.by(person)
                                        .inContainerOfAge(Duration.ofSeconds(9))
                                        .writes(AUTHORITY))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only(
                                "VDT-3043",
                                Events.by(ofServer).inContainerOfAge(OLD).writes(AUTHORITY))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isSilentOnEntrypointsAndOnTheToolsForIt() {
        Processes shell = Processes.of("/bin/sh");
        Processes tool = Processes.of("/bin/cat")
                .childOf(Processes.of("/bin/dash").arguments("/bin/sh", "/usr/sbin/update-ca-certificates"));
        FileObject bundle = Files.ofImage("/etc/ssl/certs/ca-certificates.crt");

        assertThat(JUDGE.judge(
                        "VDT-3043",
                        Events.by(shell).inContainerOfAge(Duration.ofSeconds(9)).writes(AUTHORITY)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3043", Events.by(tool).inContainerOfAge(OLD).writes(bundle)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3043",
                        Events.by(Processes.of("/bin/cat"))
                                .inContainerOfAge(OLD)
                                .reads(bundle)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3043", Events.by(shell).inContainerOfAge(OLD).writes(Files.ofImage("/app/certs/own.crt"))))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseThatReplaceTheFileAsTheirWork() {
        String bundle = "/etc/ssl/certs/ca-certificates.crt";
        FileObject draft = Files.ofImage("/etc/ssl/ca.new");
        Processes move = Processes.of("/bin/mv");
        Processes ofTool = Processes.of("/bin/mv")
                .childOf(Processes.of("/bin/dash").arguments("/bin/sh", "/usr/sbin/update-ca-certificates"));
        Processes ofPackage = Processes.of("/bin/mv").childOf(Processes.of("/usr/bin/dpkg"));

        assertThat(JUDGE.judge(
                        "VDT-3043",
                        Events.by(move).inContainerOfAge(Duration.ofSeconds(9)).renames(draft, bundle)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3043", Events.by(ofTool).inContainerOfAge(OLD).renames(draft, bundle)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3043", Events.by(ofPackage).inContainerOfAge(OLD).renames(draft, bundle)))
                .isEmpty();
    }

    @Test
    void isSilentOnPackagesAndOnOtherFiles() {
        Events apk = Events.by(Processes.of("/sbin/apk")).inContainerOfAge(OLD);
        Events move = Events.by(Processes.of("/bin/mv")).inContainerOfAge(OLD);

        assertThat(JUDGE.judge("VDT-3043", apk.writes(Files.ofImage("/etc/apk/keys/alpine.pub"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3043", move.renames(Files.ofImage("/app/own.tmp"), "/app/own.crt")))
                .isEmpty();
    }
}
