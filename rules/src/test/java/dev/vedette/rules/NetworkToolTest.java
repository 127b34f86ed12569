package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3007")
class NetworkToolTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsToolsByNameAppletAndArguments() {
        assertThat(JUDGE.only(
                                "VDT-3007",
                                run("/usr/bin/nmap", "nmap", "10.0.0.1").executes())
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.judge(
                        "VDT-3007",
                        run("/bin/busybox", "busybox", "nc", "-lp", "44").executes()))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3007",
                        run("/usr/bin/socat", "socat", "TCP-LISTEN:1", "EXEC:sh")
                                .executes()))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3007",
                        run("/opt/app", "app", "-sS", "-p-", "10.0.0.0/8").executes()))
                .hasSize(1);
    }

    @Test
    void isMediumInASession() {
        Processes session = Processes.of("/usr/bin/tcpdump").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.only("VDT-3007", Events.by(session).executes()).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnWaitsClientsAndOtherPrograms() {
        assertThat(JUDGE.judge(
                        "VDT-3007", run("/usr/bin/nc", "nc", "-z", "db", "5432").executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3007",
                        run("/usr/bin/nc", "nc", "-w", "1", "db", "5432").executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3007",
                        run("/usr/bin/curl", "curl", "-sS", "http://x").executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3007", run("/usr/bin/ssh", "ssh", "-p22", "x").executes()))
                .isEmpty();
    }

    private static Events run(String path, String... arguments) {
        return Events.by(Processes.of(path).arguments(arguments));
    }
}
