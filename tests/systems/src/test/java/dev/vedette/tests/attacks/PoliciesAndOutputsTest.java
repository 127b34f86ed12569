package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-8004, VDT-8005 and VDT-8010: what a sensor says of its policies and of its outputs while it runs. */
@OnAttackRange
class PoliciesAndOutputsTest {
    private static final String DRIFT = "cp /bin/busybox /tmp/busybox-%1$s && /tmp/busybox-%1$s true";
    private static final String EXCEPTION = """
            apiVersion: vedette.dev/v1alpha1
            kind: Policy
            metadata: {name: known}
            spec:
              exceptions:
                - {rule: VDT-3004, workload: "range/excepted", reason: It brings its programs itself, expires: 2099-01-01}
            """;

    /** Takes nothing, as a full disk does (full(4)). */
    private static final Path FULL = Path.of("/dev/full");

    private final AttackRange range;
    private SensorSettings settings;
    private Path policy;

    PoliciesAndOutputsTest(AttackRange range) {
        this.range = range;
    }

    /** Its only output takes nothing: what it finds is asked of the sensor itself, as {@code vedette findings} does. */
    @Test
    void whatIsNotDeliveredKeptBackAndRefusedIsToldAtTheSensorItself() throws Exception {
        policy = Files.writeString(range.folder().resolve("policy.yaml"), EXCEPTION);
        settings = range.settings("policies", FULL, Tuning.defaults(), policy);
        Workload excepted = range.workload("excepted", UnaryOperator.identity(), container -> container);
        Workload other = range.ordinary();
        try (Sensor sensor = ReadySensor.by(settings)) {
            isKnown(sensor, excepted);
            isKnown(sensor, other);

            undeliveredFindingsAreTold(other);
            whatAnExceptionKeepsBackIsTold(excepted, other);
            refusedPoliciesAreToldWithTheirPlace();
            thePoliciesFromBeforeHoldUntilThereAreOthers(excepted);
        }
        assertThat(range.findings().of("", "VDT-8005")).isEmpty();
        assertThat(range.findings().of("", "VDT-8004")).isEmpty();
    }

    private void undeliveredFindingsAreTold(Workload other) {
        other.does(DRIFT.formatted("one")).worked();
        var unused = await("the finding", finding -> isOf(finding, "VDT-3004", other));
        Finding behind =
                await("the output that is behind", finding -> finding.ruleId().equals("VDT-8005"));
        assertThat(behind.evidence()).containsEntry("output", "ndjson");
    }

    private void whatAnExceptionKeepsBackIsTold(Workload excepted, Workload other) {
        excepted.does(DRIFT.formatted("one")).worked();
        Finding withheld = await("what is kept back", finding -> isOf(finding, "VDT-8010", excepted));
        assertThat(withheld.evidence()).containsEntry("rule", "VDT-3004");
        assertThat(withheld.evidence().get("exception")).contains("It brings its programs itself");
        assertThat(all()).noneMatch(finding -> isOf(finding, "VDT-3004", excepted));
        assertThat(all()).noneMatch(finding -> isOf(finding, "VDT-8010", other));
    }

    private void refusedPoliciesAreToldWithTheirPlace() throws IOException {
        exchange(EXCEPTION + "  mode: obey\n");
        Finding refused = await("a wrong word", finding -> finding.ruleId().equals("VDT-8004"));
        assertThat(refused.evidence().get("document")).endsWith("policy.yaml:7");
        assertThat(refused.message()).contains("obey");

        exchange(EXCEPTION.substring(0, EXCEPTION.length() / 2));
        var unused = await(
                "half a document",
                finding ->
                        finding.ruleId().equals("VDT-8004") && finding.message().contains("not YAML"));
    }

    private void thePoliciesFromBeforeHoldUntilThereAreOthers(Workload excepted) throws IOException {
        excepted.does(DRIFT.formatted("two")).worked();
        assertThat(all()).noneMatch(finding -> isOf(finding, "VDT-3004", excepted));

        exchange(EXCEPTION.replace("range/excepted", "range/nobody"));
        Waiting.until("the exception is gone", () -> {
            excepted.does(DRIFT.formatted("three")).worked();
            return all().stream().anyMatch(finding -> isOf(finding, "VDT-3004", excepted));
        });
    }

    /** At once, so that nobody reads the half. */
    private void exchange(String content) throws IOException {
        Path draft = Files.writeString(policy.resolveSibling("draft"), content);
        Files.move(draft, policy, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isOf(Finding finding, String rule, Workload workload) {
        return finding.ruleId().equals(rule) && finding.container().id().equals(workload.id());
    }

    private static void isKnown(Sensor sensor, Workload workload) {
        Waiting.until(
                "the container is known",
                () -> sensor.containers().stream()
                        .anyMatch(entry -> entry.container().id().equals(workload.id())
                                && !entry.container().pod().uid().isEmpty()));
    }

    private Finding await(String what, Predicate<Finding> fits) {
        return Waiting.seen(
                what, Waiting.LONG, () -> all().stream().filter(fits).findFirst());
    }

    private List<Finding> all() {
        FindingJson json = new FindingJson();
        List<Finding> findings = new ArrayList<>();
        try (ControlClient client = new ControlClient(ControlSocket.in(settings.stateDirectory()))) {
            client.findings(false, one -> findings.add(json.decodeFinding(one)));
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
        return findings;
    }
}
