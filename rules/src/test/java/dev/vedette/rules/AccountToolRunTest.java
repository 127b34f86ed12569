package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3038")
class AccountToolRunTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Duration OLD = Duration.ofHours(1);

    private static Events old(Processes process) {
        return Events.by(process).inContainerOfAge(OLD);
    }

    @Test
    void findsToolsByTheirFileAppletAndScript() {
        Processes byFile = Processes.of("/usr/sbin/useradd").arguments("useradd", "-o", "-u", "0", "x");
        Processes byApplet = Processes.of("/bin/busybox").arguments("busybox", "adduser", "-D", "x");
        Processes byLink = Processes.of("/bin/busybox").arguments("/usr/sbin/adduser", "-D", "x");
        Processes script = Processes.of("/usr/bin/perl").arguments("/usr/bin/perl", "/usr/sbin/adduser", "x");
        Processes misnamed = Processes.of("/usr/sbin/chpasswd").arguments("cat");

        Processes ofShell = Processes.of("/bin/sh").arguments("passwd", "root");

        for (Processes tool : List.of(ofShell, byFile, byApplet, byLink, script, misnamed)) {
            assertThat(JUDGE.only("VDT-3038", old(tool).executes()).severity()).isEqualTo(Severity.MEDIUM);
        }
    }

    @Test
    void ratesOneBehindAServerHigh() {
        Processes tool =
                Processes.of("/usr/sbin/useradd").childOf(Processes.process().serving());

        assertThat(JUDGE.only("VDT-3038", old(tool).executes()).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void isSilentOnEntrypointsPackageScriptsAndOtherTools() {
        Processes tool = Processes.of("/usr/sbin/usermod");
        Processes ofPackage = Processes.of("/usr/sbin/useradd")
                .childOf(Processes.of("/bin/sh").childOf(Processes.of("/usr/bin/dpkg")));

        assertThat(JUDGE.judge(
                        "VDT-3038",
                        Events.by(tool).inContainerOfAge(Duration.ofSeconds(5)).executes()))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3038", old(ofPackage).executes())).isEmpty();
        assertThat(JUDGE.judge("VDT-3038", old(Processes.of("/usr/bin/id")).executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3038",
                        old(Processes.of("/bin/busybox").arguments("ls", "adduser"))
                                .executes()))
                .isEmpty();
    }
}
