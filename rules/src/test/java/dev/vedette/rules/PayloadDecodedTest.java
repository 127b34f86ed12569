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

@RuleTest("VDT-3031")
class PayloadDecodedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsBothEndsOfAPipe() {
        assertThat(runs("a", Processes.of("/usr/bin/base64").arguments("base64", "-d")))
                .isEmpty();

        assertThat(runs("a", shell("/bin/sh", "sh")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void findsOtherInterpretersAndTheOtherOrder() {
        assertThat(runs("b", shell("/usr/bin/python3", "python3", "-"))).isEmpty();
        assertThat(runs("b", shell("/bin/busybox", "busybox", "base64", "-d"))).hasSize(1);
    }

    @Test
    void findsADescriptorGivenToAShell() {
        assertThat(runs(
                        "c",
                        Processes.of("/bin/bash")
                                .arguments("bash", "/dev/fd/63")
                                .pid(7)))
                .isEmpty();
        assertThat(runs("c", shell("/usr/bin/openssl", "openssl", "enc", "-d", "-a")))
                .hasSize(1);
    }

    @Test
    void isSilentOnOneEndAndOnShellsWithAScript() {
        assertThat(runs("d", Processes.of("/usr/bin/base64").arguments("base64", "-d")))
                .isEmpty();
        assertThat(runs("d", shell("/bin/sh", "sh", "-c", "id"))).isEmpty();
        assertThat(runs("d", shell("/bin/sh", "sh", "/app/run.sh"))).isEmpty();
        assertThat(runs("d", shell("/usr/bin/jq", "jq", "."))).isEmpty();
        assertThat(runs("e", shell("/bin/sh", "sh"))).isEmpty();
        assertThat(runs("e", Processes.of("/usr/bin/base64").arguments("base64", "/x")))
                .isEmpty();
    }

    private static Processes shell(String path, String... arguments) {
        return Processes.of(path).arguments(arguments).stdio(Kind.PIPE, Kind.PIPE, Kind.PIPE);
    }

    private static List<Finding> runs(String container, Processes process) {
        return JUDGE.judge(
                "VDT-3031",
                Events.by(process.childOf(Processes.of("/bin/sh")))
                        .in(Containers.named(container, "web"))
                        .executes());
    }
}
