package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.ResponsesReply;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.sensor.response.KillSwitch;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From an attack in a real container to its answer by policy, and back. */
@OnAttackRange
class AnswerTest {
    private static final String DRIFT = "cp /bin/busybox /tmp/busybox-updater && /tmp/busybox-updater true";
    private static final String STARTED = "/tmp/busybox-updater echo started";
    private static final String CONNECT =
            "perl -MSocket -e 'socket(my $s, 2, 2, 0) or die; connect($s, pack_sockaddr_in(53, inet_aton(\"169.254.169.254\")))"
                    + " or die \"$!\"'";

    private final AttackRange range;
    private SensorSettings settings;
    private Sensor sensor;
    private Findings findings;

    AnswerTest(AttackRange range) {
        this.range = range;
    }

    @AfterEach
    void end() {
        if (sensor != null) {
            sensor.close();
        }
    }

    private void answer(String responses) throws Exception {
        Path folder = range.folder();
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: answering}
                spec:
                  mode: enforce
                  scope: {workloads: ["answered-*"]}
                  rules: [VDT-3004]
                  responses: %s
                """.formatted(responses));
        Path file = folder.resolve("findings.ndjson");
        findings = new Findings(file);
        settings = range.settings(folder.getFileName().toString(), file, Tuning.defaults(), policy);
        start();
    }

    private void start() throws Exception {
        sensor = ReadySensor.by(settings);
    }

    private Workload answered(String name) {
        Workload workload = range.workload("answered-" + name, UnaryOperator.identity(), container -> container);
        Waiting.until(
                "the container is known",
                () -> sensor.containers().stream()
                        .anyMatch(entry -> entry.container().id().equals(workload.id())
                                && entry.container().identity() == dev.vedette.policy.model.Container.Identity.KNOWN));
        return workload;
    }

    private ResponsesReply responses() {
        try (ControlClient client = new ControlClient(ControlSocket.in(settings.stateDirectory()))) {
            return client.responses();
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }

    private ResponseOutcome outcome(ResponseAction action, Workload workload) {
        return Waiting.seen(
                "the outcome of " + action,
                Waiting.LONG,
                () -> all().stream()
                        .filter(outcome -> outcome.action() == action
                                && outcome.container().id().equals(workload.id()))
                        .findFirst());
    }

    private List<ResponseOutcome> all() {
        FindingJson json = new FindingJson();
        return responses().getRecentList().stream()
                .map(one -> json.decodeOutcome(one.toByteArray()))
                .toList();
    }

    private ResponseOutcome undo(String id) {
        try (ControlClient client = new ControlClient(ControlSocket.in(settings.stateDirectory()))) {
            return new FindingJson().decodeOutcome(client.undo(id, "ann"));
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isFrozen(Workload workload) {
        try {
            return CgroupFreezer.ofNode().of(workload.id()).isFrozen();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFindingHasTheKernelRefuseTheContainerMore() throws Exception {
        answer("[{action: deny, deny: [connect], for: 1h}]");
        Workload workload = answered("denied");
        assertThat(workload.does(CONNECT).output()).doesNotContain("Operation not permitted");

        workload.does(DRIFT);

        ResponseOutcome denied = outcome(ResponseAction.DENY, workload);
        assertThat(denied.status()).as(denied.detail()).isEqualTo(Status.VERIFIED);
        assertThat(denied.trail().rule()).isEqualTo("VDT-3004");
        assertThat(denied.trail().policy()).isEqualTo("answering");
        assertThat(workload.does(CONNECT).failed().output()).contains("Operation not permitted");

        assertThat(undo(denied.id()).status()).isEqualTo(Status.VERIFIED);
        assertThat(workload.does(CONNECT).output()).doesNotContain("Operation not permitted");
    }

    @Test
    void aFindingHasItsProgramStoppedInItsContainerAlone() throws Exception {
        answer("[{action: deny, for: 1h}]");
        Workload workload = answered("stopped");
        Workload neighbour = range.ordinary();
        neighbour.does("cp /bin/busybox /tmp/busybox-updater");

        workload.does(DRIFT);

        ResponseOutcome denied = outcome(ResponseAction.DENY, workload);
        assertThat(denied.status()).as(denied.detail()).isEqualTo(Status.VERIFIED);
        assertThat(denied.detail()).contains("exec of /tmp/busybox-updater");
        // Killed before its first instruction, or refused, as this kernel can.
        assertThat(workload.does(STARTED).failed().output()).doesNotContain("started");
        assertThat(neighbour.does(STARTED).output()).contains("started");

        // What was killed is told and answered too, some time after.
        Waiting.until("the program runs when all that was denied is undone", () -> {
            undoAllOf(workload);
            return workload.does(STARTED).output().contains("started");
        });
    }

    private void undoAllOf(Workload workload) {
        FindingJson json = new FindingJson();
        responses().getLastingList().stream()
                .map(one -> json.decodeOutcome(one.toByteArray()))
                .filter(outcome -> outcome.container().id().equals(workload.id()))
                .forEach(outcome -> assertThat(undo(outcome.id()).status()).isEqualTo(Status.VERIFIED));
    }

    @Test
    void aContainerGoesOnWhenItsTimeIsOver() throws Exception {
        answer("[{action: pause, for: 2s}]");
        Workload workload = answered("paused");

        // ends only when the container was let go
        workload.does(DRIFT);

        ResponseOutcome paused = outcome(ResponseAction.PAUSE, workload);
        ResponseOutcome undone = outcome(ResponseAction.UNDO, workload);
        assertThat(paused.status()).as(paused.detail()).isEqualTo(Status.VERIFIED);
        assertThat(undone.trail().undoOf()).isEqualTo(paused.id());
        assertThat(undone.requestedBy()).isEqualTo("timer");
        assertThat(isFrozen(workload)).isFalse();
    }

    @Test
    void whatLastsIsUndoneByTheNextSensor() throws Exception {
        answer("[{action: throttle, cpu: 500m, pids: 200}]");
        Workload workload = answered("throttled");
        workload.does(DRIFT);
        ResponseOutcome throttled = outcome(ResponseAction.THROTTLE, workload);
        assertThat(throttled.status()).as(throttled.detail()).isEqualTo(Status.VERIFIED);

        sensor.close();
        start();

        assertThat(responses().getLastingCount()).isEqualTo(1);
        assertThat(undo(throttled.id()).status()).isEqualTo(Status.VERIFIED);
        assertThat(responses().getLastingCount()).isZero();
    }

    @Test
    void nothingIsDoneWhileAllResponsesAreStopped() throws Exception {
        answer("[{action: pause}]");
        KillSwitch killSwitch = KillSwitch.in(settings.stateDirectory());
        killSwitch.stop("ann", Instant.now());
        Workload workload = answered("spared");

        workload.does(DRIFT).worked();

        ResponseOutcome refused = outcome(ResponseAction.PAUSE, workload);
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(refused.detail()).contains("stopped by ann");
        assertThat(isFrozen(workload)).isFalse();
        assertThat(responses().getStopped()).contains("ann");
        assertThat(sensor.figures()).contains("vedette_responses_stopped 1.0");
    }

    @Test
    void aResponseThatCannotBeCarriedOutIsAFinding() throws Exception {
        answer("[{action: evict}]");
        Workload workload = answered("unevicted");

        workload.does(DRIFT);

        assertThat(findings.await(
                                "the failed response",
                                finding -> finding.ruleId().equals("VDT-8006")
                                        && finding.container().id().equals(workload.id()))
                        .message())
                .contains("evict could not be carried out")
                .contains("Kubernetes is not known");
    }
}
