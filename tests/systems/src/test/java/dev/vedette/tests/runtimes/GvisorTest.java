package dev.vedette.tests.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.PrivatePodman;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Containers on gVisor's kernel, really run. */
@OnAttackRange
@EnabledIf(
        value = "canRun",
        disabledReason = "Needs the package podman, and runsc in the folder that VEDETTE_RUNTIMES names")
class GvisorTest {
    private static final Duration A_LOOK_OR_TWO = Duration.ofSeconds(45);

    private static PodmanRange podman;

    private final AttackRange range;

    GvisorTest(AttackRange range) {
        this.range = range;
    }

    private static Path runsc() {
        return Path.of(System.getenv().getOrDefault("VEDETTE_RUNTIMES", "/nowhere"), "gvisor/usr/bin/runsc");
    }

    static boolean canRun() {
        return PrivatePodman.isInstalled() && Files.isExecutable(runsc());
    }

    @BeforeAll
    static void start() throws IOException {
        podman = new PodmanRange();
    }

    @AfterAll
    static void end() throws IOException {
        podman.removeContainers();
        podman.close();
    }

    @Test
    void whatIsNotSeenInsideIsSaid() throws IOException {
        Finding said = saidOfSandbox();
        String id = said.container().id();

        assertThat(said.severity()).isEqualTo(Severity.INFO);
        assertThat(said.container().name()).startsWith("sandboxed-");
        assertThat(said.evidence())
                .containsEntry("kind", "kernel of its own")
                .containsEntry("shown by", runsc().toRealPath().toString());
        assertThat(said.message()).contains("not seen");
        List<Finding> wrong = escapes(id);
        assertThat(wrong).as(Findings.described(wrong)).isEmpty();
    }

    /** Again with another one where gVisor itself has given up: on machines in machines it sometimes does. */
    private Finding saidOfSandbox() throws IOException {
        for (int tries = 1; ; tries++) {
            String id = startSandbox("sandboxed-" + tries);
            try {
                return range.findings()
                        .await(
                                "the blind spot",
                                A_LOOK_OR_TWO,
                                finding -> finding.ruleId().equals("VDT-7010")
                                        && finding.container().id().equals(id));
            } catch (AssertionError e) {
                String running = podman.of("root").podman("inspect", "-f", "{{.State.Running}}", id);
                if (tries == 3 || running.contains("true")) {
                    throw new AssertionError(
                            "running: " + running
                                    + Findings.described(range.findings().of(id)),
                            e);
                }
            }
        }
    }

    private static String startSandbox(String name) throws IOException {
        return podman.of("root")
                .run(
                        List.of(
                                "--runtime",
                                runsc().toString(),
                                "--runtime-flag",
                                "platform=systrap",
                                "--runtime-flag",
                                "network=none",
                                "--runtime-flag", // else it keeps a file in the container's root that it can't find
                                // again
                                "overlay2=none",
                                "--name",
                                name),
                        PodmanRange.IMAGE,
                        "/bin/sleep",
                        "600");
    }

    private List<Finding> escapes(String id) {
        return range.findings().of(id).stream()
                .filter(finding -> List.of("VDT-2017", "VDT-1050", "VDT-2006").contains(finding.ruleId()))
                .toList();
    }
}
