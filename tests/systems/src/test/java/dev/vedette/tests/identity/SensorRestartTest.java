package dev.vedette.tests.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.agent.ContainerRoster;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The sensor is started again and again: it knows whom it finds, and tells nothing twice.
 *
 * <p>{@code -Dvedette.fire.restarts=20} for the full measure.
 */
@OnAttackRange
@Timeout(600)
class SensorRestartTest {
    private static final int RESTARTS = Integer.getInteger("vedette.fire.restarts", 4);
    private static final String DRIFT = "cp /bin/busybox /tmp/busybox-%1$s && /tmp/busybox-%1$s true";

    private final AttackRange range;

    SensorRestartTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void containersAndProcessTreesOfBeforeAreKnownAndNothingIsToldTwice() throws Exception {
        Path file = range.folder().resolve("findings.ndjson");
        Findings findings = new Findings(file);
        SensorSettings settings =
                range.settings("restarted-" + file.getParent().getFileName(), file, Tuning.defaults());
        Workload ordinary = range.ordinary();
        Workload privileged = range.privileged();
        for (int i = 0; i <= RESTARTS; i++) {
            try (Sensor sensor = ReadySensor.by(settings)) {
                Waiting.until(
                        "both containers are known",
                        () -> known(sensor).containsAll(Set.of(ordinary.id(), privileged.id())));
                // Done before, and so nothing new; and something that is new.
                ordinary.does(DRIFT.formatted("again")).worked();
                ordinary.does(DRIFT.formatted("time-" + i)).worked();
                comesFromBefore(drift(findings, ordinary, "time-" + i), ordinary);
            }
        }

        assertThat(findings.of(privileged.id(), "VDT-1001")).isNotEmpty();
        assertThat(findings.of(ordinary.id(), "VDT-3004")).hasSize(RESTARTS + 2);
        toldOnce(findings.all());
    }

    @Test
    void aSensorThatHasForgottenGivesTheSameCauseTheSameId() throws Exception {
        Workload privileged = range.privileged();
        Set<String> first = standing(privileged, "first");
        Set<String> second = standing(privileged, "second");

        assertThat(second).isNotEmpty().isEqualTo(first);
    }

    private Set<String> standing(Workload workload, String name) throws Exception {
        Path file = range.folder().resolve(name + ".ndjson");
        Findings findings = new Findings(file);
        String folder = "forgetful-" + file.getParent().getFileName();
        try (Sensor _ = ReadySensor.by(range.settings(folder, file, Tuning.defaults()))) {
            workload.does(DRIFT.formatted(name)).worked();
            var unused = drift(findings, workload, name);
        }
        assertThat(Files.exists(file)).isTrue();
        return findings.of(workload.id()).stream()
                .filter(finding -> finding.ruleId().startsWith("VDT-1"))
                .map(Finding::id)
                .collect(Collectors.toSet());
    }

    private static Set<String> known(Sensor sensor) {
        return sensor.containers().stream()
                .map(ContainerRoster.Entry::container)
                .filter(container -> container.identity() == Container.Identity.KNOWN)
                .map(Container::id)
                .collect(Collectors.toSet());
    }

    private static Finding drift(Findings findings, Workload workload, String which) {
        Finding found = findings.await(
                "drift " + which,
                finding -> finding.ruleId().equals("VDT-3004")
                        && finding.container().id().equals(workload.id())
                        && finding.evidence().containsValue("/tmp/busybox-" + which));
        assertThat(found.severity()).isEqualTo(Severity.HIGH);
        assertThat(found.container().name()).isEqualTo(workload.container().name());
        assertThat(found.container().pod().uid())
                .isEqualTo(workload.container().pod().uid());
        return found;
    }

    /** The container's first program, which began before this sensor, is on record among the ancestors. */
    private static void comesFromBefore(Finding found, Workload workload) {
        long first = workload.container().pid();
        assertThat(found.process().ancestors()).anySatisfy(ancestor -> {
            assertThat(ancestor.pid()).isEqualTo((int) first);
            assertThat(ancestor.arguments().getLast()).endsWith("obey.sh");
        });
    }

    /** A finding that is completed when its container is named comes once without the name and once with it. */
    private static void toldOnce(List<Finding> all) {
        Set<String> seen = new HashSet<>();
        List<String> twice = all.stream()
                .filter(finding -> !seen.add(finding.id() + finding.container().identity()))
                .map(finding -> finding.ruleId() + " " + finding.message() + " " + finding.evidence())
                .toList();
        assertThat(twice).isEmpty();
    }
}
