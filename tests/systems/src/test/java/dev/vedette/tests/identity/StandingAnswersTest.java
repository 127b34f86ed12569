package dev.vedette.tests.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a container is by the way it was made is answered once, not at each start of a sensor. */
@OnAttackRange
class StandingAnswersTest {
    private final AttackRange range;

    StandingAnswersTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void aContainerThatSomebodyLetGoIsNotHeldAgainByTheNextSensor() throws Exception {
        SensorSettings settings = settings();
        // Before the sensor is, which would hold it sooner than its runtime has started it.
        Workload workload = range.workload("held", PodRequest::privileged, ContainerRequest::privileged);
        try (Sensor sensor = ReadySensor.by(settings)) {
            ResponseOutcome paused = Waiting.seen(
                    "the pause", Waiting.LONG, () -> pauses(settings).stream().findFirst());
            assertThat(paused.status()).as(paused.detail()).isEqualTo(ResponseOutcome.Status.VERIFIED);
            try (ControlClient client = new ControlClient(ControlSocket.in(settings.stateDirectory()))) {
                assertThat(client.undo(paused.id(), "ann")).isNotEmpty();
            }
            assertThat(CgroupFreezer.ofNode().of(workload.id()).isFrozen()).isFalse();
            assertThat(sensor.isReady()).isTrue();
        }
        Path other = range.folder().resolve("findings.ndjson");
        try (Sensor sensor = ReadySensor.by(with(settings, range.settings("unused", other, Tuning.defaults())))) {
            Waiting.until(
                    "the container is known",
                    () -> sensor.containers().stream()
                            .anyMatch(entry -> entry.container().id().equals(workload.id())
                                    && entry.seen().isPresent()));
            // What comes later is told, so what came before has been judged.
            workload.does("cp /bin/busybox /tmp/busybox-later && /tmp/busybox-later true")
                    .worked();
            var unused = new Findings(other)
                    .await(
                            "what the container does",
                            finding -> finding.ruleId().equals("VDT-3004")
                                    && finding.container().id().equals(workload.id()));

            assertThat(pauses(settings)).isEmpty();
            assertThat(CgroupFreezer.ofNode().of(workload.id()).isFrozen()).isFalse();
        }
    }

    private static List<ResponseOutcome> pauses(SensorSettings settings) {
        FindingJson json = new FindingJson();
        try (ControlClient client = new ControlClient(ControlSocket.in(settings.stateDirectory()))) {
            return client.responses().getRecentList().stream()
                    .map(one -> json.decodeOutcome(one.toByteArray()))
                    .filter(outcome -> outcome.action() == ResponseAction.PAUSE)
                    .toList();
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }

    /** The same sensor's folder and policies, with other findings. */
    private static SensorSettings with(SensorSettings settings, SensorSettings told) {
        return new SensorSettings(
                settings.node(),
                settings.stateDirectory(),
                settings.runtimes(),
                settings.policies(),
                settings.bundles(),
                told.outputs(),
                settings.tuning(),
                settings.record());
    }

    private SensorSettings settings() throws Exception {
        Path folder = range.folder();
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: holding}
                spec:
                  mode: enforce
                  scope: {workloads: ["held*"]}
                  rules: [VDT-1001]
                  responses: [{action: pause}]
                """);
        return range.settings(
                "holding-" + folder.getFileName(), folder.resolve("findings.ndjson"), Tuning.defaults(), policy);
    }
}
