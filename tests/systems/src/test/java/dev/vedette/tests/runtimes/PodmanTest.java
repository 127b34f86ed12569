package dev.vedette.tests.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.demo.runtime.PrivatePodman;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers of a real Podman, root's and a user's, beside those of CRI: one sensor knows them all. */
@OnAttackRange
@EnabledIf(value = "canRun", disabledReason = "Needs the packages podman and crun")
class PodmanTest {
    /** A program that is not of the image, run: the finding on it carries who did it. */
    private static final String DRIFT = "cp /bin/busybox /tmp/busybox-other && /tmp/busybox-other true";

    /** What a runtime does while it sets a container up, and nobody else. */
    private static final List<String> SETUP = List.of("VDT-2006", "VDT-2008", "VDT-2017", "VDT-3005", "VDT-2004");

    private static PodmanRange podman;

    private final AttackRange range;

    PodmanTest(AttackRange range) {
        this.range = range;
    }

    static boolean canRun() {
        return PrivatePodman.isInstalled() && Files.isExecutable(Path.of("/usr/bin/crun"));
    }

    @BeforeAll
    static void start() throws IOException {
        podman = new PodmanRange();
    }

    @AfterEach
    void removeContainers() throws IOException {
        podman.removeContainers();
    }

    @AfterAll
    static void end() throws IOException {
        podman.close();
    }

    private String run(String whose, List<String> options, String script) throws IOException {
        return podman.of(whose).run(options, PodmanRange.IMAGE, "/bin/sh", "-c", script);
    }

    private Finding drift(String id) {
        return range.findings()
                .await(
                        "drift in " + id,
                        finding -> finding.ruleId().equals("VDT-3004")
                                && finding.container().id().equals(id));
    }

    @ParameterizedTest
    @CsvSource({"root, runc", "root, crun", "user, runc", "user, crun"})
    void itsFirstProgramsDeedsCarryWhoItIs(String whose, String runtime) throws IOException {
        String name = "first-" + whose + "-" + runtime;
        String id = run(whose, List.of("--runtime", runtime, "--name", name), DRIFT + "; sleep 60");

        Container container = drift(id).container();
        assertThat(container.identity()).isEqualTo(Container.Identity.KNOWN);
        assertThat(container.name()).isEqualTo(name);
        assertThat(container.image()).isEqualTo(PodmanRange.IMAGE);
        assertThat(container.imageDigest()).startsWith("sha256:");
        assertThat(container.runtime()).isEqualTo("podman");
        assertSetupIsTheRuntimes(id);
    }

    /** Nothing that the runtime did on the way in is laid at the container's door. */
    private void assertSetupIsTheRuntimes(String id) {
        List<Finding> wrong = range.findings().of(id).stream()
                .filter(finding -> SETUP.contains(finding.ruleId()))
                .toList();
        assertThat(wrong).as(Findings.described(wrong)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"root, crun", "user, crun", "root, runc"})
    void whatIsPutInLaterBelongsToItToo(String whose, String runtime) throws IOException {
        String id = run(whose, List.of("--runtime", runtime), "sleep 60");
        podman.of(whose).podman("exec", id, "sh", "-c", DRIFT);
        assertThat(drift(id).container().identity()).isEqualTo(Container.Identity.KNOWN);
        assertSetupIsTheRuntimes(id);
    }

    /** Who makes the group and enters it is the runtime, whatever its program is called. */
    @Test
    void aRuntimeThatNobodyKnowsByNameIsOneAllTheSame() throws IOException {
        Path unheardOf = podman.work().resolve("railcar");
        Files.copy(Path.of("/usr/bin/crun"), unheardOf);
        Files.setPosixFilePermissions(unheardOf, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        String id = run("root", List.of("--runtime", unheardOf.toString(), "--name", "unheard"), DRIFT + "; sleep 60");
        assertThat(drift(id).container().name()).isEqualTo("unheard");
        assertSetupIsTheRuntimes(id);
    }

    /** As Quadlet has it: one part of the unit's group for the monitor, and one for the container. */
    @Test
    void aContainerInItsUnitsGroupIsNotTheUnit() throws IOException {
        String id = run("user", List.of("--cgroups=split", "--name", "unit"), DRIFT + "; sleep 60");
        assertThat(drift(id).container().name()).isEqualTo("unit");
    }

    @Test
    void oneWithoutAGroupIsSaidToBeABlindSpot() throws IOException {
        String id = run("user", List.of("--runtime", "crun", "--cgroups=disabled", "--name", "loose"), "sleep 60");
        Finding said = range.findings()
                .await(
                        "the blind spot",
                        Duration.ofMinutes(3),
                        finding -> finding.ruleId().equals("VDT-7010")
                                && finding.container().id().equals(id));
        assertThat(said.container().name()).isEqualTo("loose");
        assertThat(said.evidence()).containsEntry("kind", "no control group");
    }

    @Test
    void manyAtOnceAreToldApart() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String whose = i % 2 == 0 ? "root" : "user";
            ids.add(run(whose, List.of("--name", "many-" + i), DRIFT + "; sleep 60"));
        }
        for (int i = 0; i < ids.size(); i++) {
            assertThat(drift(ids.get(i)).container().name()).isEqualTo("many-" + i);
        }
    }
}
