package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio.Kind;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3008")
class DownloadRunTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsBothEndsOfAPipe() {
        assertThat(runs("a", Processes.of("/usr/bin/curl").arguments("curl", "http://x")))
                .isEmpty();

        assertThat(runs("a", shell("/bin/sh", "sh")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void findsOtherInterpretersAndTheOtherOrder() {
        assertThat(runs("b", shell("/usr/bin/python3", "python3", "-"))).isEmpty();
        assertThat(runs("b", shell("/bin/busybox", "busybox", "wget", "-O-", "x")))
                .hasSize(1);
    }

    @Test
    void findsADescriptorGivenToAShell() {
        assertThat(runs(
                        "c",
                        Processes.of("/bin/bash")
                                .arguments("bash", "/dev/fd/63")
                                .pid(7)))
                .isEmpty();
        assertThat(runs("c", shell("/usr/bin/wget", "wget", "x"))).hasSize(1);
    }

    @Test
    void isSilentOnOneEndAndOnShellsWithAScript() {
        assertThat(runs("d", Processes.of("/usr/bin/curl").arguments("curl", "http://x")))
                .isEmpty();
        assertThat(runs("d", shell("/bin/sh", "sh", "-c", "id"))).isEmpty();
        assertThat(runs("d", shell("/bin/sh", "sh", "/app/run.sh"))).isEmpty();
        assertThat(runs("d", shell("/usr/bin/jq", "jq", "."))).isEmpty();
        assertThat(runs("e", shell("/bin/sh", "sh"))).isEmpty();
        assertThat(runs("e", Processes.of("/bin/cat"))).isEmpty();
    }

    private static Processes shell(String path, String... arguments) {
        return Processes.of(path).arguments(arguments).stdio(Kind.PIPE, Kind.PIPE, Kind.PIPE);
    }

    private static List<Finding> runs(String container, Processes process) {
        return JUDGE.judge(
                "VDT-3008",
                Events.by(process.childOf(Processes.of("/bin/sh")))
                        .in(Containers.named(container, "web"))
                        .executes());
    }

    @Test
    void isSilentOnTwoThatHaveNoStarterInCommonAsFarAsKnown() {
        Events fetches = Events.by(Processes.of("/usr/bin/curl").orphaned());
        Events runs = Events.by(shell("/bin/sh", "sh").orphaned());

        assertThat(JUDGE.judge(
                        "VDT-3008", fetches.in(Containers.named("f", "web")).executes()))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3008", runs.in(Containers.named("f", "web")).executes()))
                .isEmpty();
    }
}
