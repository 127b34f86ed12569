package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProbeMissing;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.ProbeWatch;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** VDT-8001 and VDT-8002: what the sensor itself could not see. */
@OnAttackRange
class SensorsOwnGapsTest {
    private static final int TINY_RING = 4096;

    /** Four that begin programs as fast as they can. */
    private static final String FLOOD =
            "for w in 1 2 3 4; do (i=0; while [ $i -lt 400 ]; do /bin/true; i=$((i+1)); done) & done; wait";

    private final AttackRange range;

    SensorsOwnGapsTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void eventsLostInAFloodAreToldWithTheContainerThatFlooded() throws Exception {
        Path file = range.folder().resolve("findings.ndjson");
        Findings findings = new Findings(file);
        Tuning usual = Tuning.defaults();
        Tuning tiny = new Tuning(
                usual.learning(), usual.identity(), usual.probes().withRingBytes(TINY_RING), usual.responses());
        Workload flooding = range.ordinary();
        try (Sensor _ = ReadySensor.by(range.settings("tiny", file, tiny))) {
            // A sensor that has the CPU for itself keeps up with one of them, even so.
            Waiting.until("events are lost", () -> {
                flooding.does(FLOOD).worked();
                return !findings.of(flooding.id(), "VDT-8001").isEmpty();
            });

            Finding found = findings.of(flooding.id(), "VDT-8001").getFirst();
            assertThat(Long.parseLong(found.evidence().get("count"))).isPositive();
            assertThat(found.evidence()).containsEntry("why", "RING_FULL");
        }
    }

    @Test
    void ringOfTheUsualSizeLosesNothingInTheSameFlood() {
        Workload flooding = range.ordinary();

        flooding.does(FLOOD).worked();

        flooding.isSilentOn("VDT-8001");
    }

    /** Some kernels refuse a probe, others have none of its hooks: all of these are told, and none that is attached. */
    @Test
    void probesThatAreNotAttachedAreToldAndNoOthers() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(ProbeSettings.defaults())) {
            Set<String> told = new HashSet<>();
            ProbeWatch watch = new ProbeWatch(probes, new EpochClock(Clock.systemUTC()));
            // The first look begins the interval.
            for (long minute = 0; minute < 2; minute++) {
                watch.look(TimeUnit.MINUTES.toNanos(minute), fact -> told.add(((ProbeMissing) fact).probe()));
            }

            assertThat(told).isEqualTo(missing(probes));
        }
    }

    @Test
    void theSensorTellsOfMissingProbesOnlyWhereRulesNeedThem() throws Exception {
        Set<String> needed = Pattern.compile("vedette_probe_rung\\{fact=\"([^\"]+)\"")
                .matcher(range.sensor().figures())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> missing;
        try (KernelProbes same = KernelProbes.attach(ProbeSettings.defaults().withFacts(needed))) {
            missing = missing(same);
        }

        Waiting.until("every missing probe is told", () -> told().containsAll(missing));

        assertThat(told()).isEqualTo(missing);
    }

    private static Set<String> missing(KernelProbes probes) {
        return probes.probes().stream()
                .filter(ProbeStatus::missing)
                .map(ProbeStatus::name)
                .collect(Collectors.toSet());
    }

    private Set<String> told() {
        return range.findings().of("", "VDT-8002").stream()
                .map(finding -> finding.evidence().get("probe"))
                .collect(Collectors.toSet());
    }
}
