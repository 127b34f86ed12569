package dev.vedette.tests.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.agent.KubernetesSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Outcome;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a sensor does follows the policies of the cluster as they come, change, are wrong and go. */
@OnAttackRange
class ClusterPoliciesTest {
    private static final String POLICY = """
            apiVersion: vedette.dev/v1alpha1
            kind: Policy
            metadata: {name: drift}
            spec:
              mode: %s
              scope: {workloads: ["range/drifting"]}
              responses: [{rule: VDT-3004, action: kill-process}]
            """;

    private final AttackRange range;
    private Workload workload;
    private Findings findings;
    private int number;

    ClusterPoliciesTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void theAnswerFollowsAnObjectThatIsAppliedChangedBrokenAndDeleted() throws Exception {
        Path folder = range.folder();
        findings = new Findings(folder.resolve("findings.ndjson"));
        try (PolicyServer cluster = new PolicyServer();
                Sensor sensor = ReadySensor.by(settings(folder, cluster))) {
            workload = range.workload("drifting", pod -> pod, container -> container);
            Waiting.until(
                    "the container is known",
                    () -> sensor.containers().stream()
                            .anyMatch(entry -> entry.container().id().equals(workload.id())
                                    && !entry.container().pod().uid().isEmpty()));
            assertThat(drifts().policy()).isNotEqualTo("drift");

            cluster.apply(POLICY.formatted("audit"));
            driftsUntil("it is named what would be done", ClusterPoliciesTest::isOfObject);
            cluster.apply(POLICY.formatted("enforce"));
            driftsUntil("it is done", verdict -> isOfObject(verdict) && verdict.enforced());

            cluster.apply(POLICY.formatted("obey"));
            Finding refused = findings.await(
                    "what is wrong is told", finding -> finding.ruleId().equals("VDT-8004"));
            assertThat(refused.evidence()).containsEntry("document", "policies.vedette.dev/drift: spec.mode");
            assertThat(refused.message()).contains("'obey' is not valid here");
            assertThat(starts("sleep 100").failed().exitCode()).as("killed").isEqualTo(137);

            cluster.delete("drift");
            driftsUntil("nothing is done any more", verdict -> !isOfObject(verdict));
            starts("true").worked();
        }
    }

    private static boolean isOfObject(Verdict verdict) {
        return verdict.policy().equals("drift") && verdict.action() == ResponseAction.KILL_PROCESS;
    }

    private void driftsUntil(String what, Predicate<Verdict> answered) {
        Waiting.until(what, () -> answered.test(drifts()));
    }

    /** What is said to a program that the image did not bring; another one each time, since repeats are not told. */
    private Verdict drifts() {
        var unused = starts("true");
        String program = program();
        return findings.await(
                        program,
                        finding -> finding.ruleId().equals("VDT-3004")
                                && finding.container().id().equals(workload.id())
                                && finding.evidence().containsValue(program))
                .verdict();
    }

    private Outcome starts(String command) {
        number++;
        return workload.does("cp /bin/busybox %1$s && %1$s %2$s".formatted(program(), command));
    }

    private String program() {
        return "/tmp/busybox-" + number;
    }

    private SensorSettings settings(Path folder, PolicyServer cluster) throws Exception {
        SensorSettings usual = range.settings("cluster", folder.resolve("findings.ndjson"), Tuning.defaults());
        return new SensorSettings(
                usual.node(),
                usual.stateDirectory(),
                usual.runtimes(),
                usual.policies(),
                usual.bundles(),
                usual.outputs(),
                usual.tuning(),
                usual.record(),
                Optional.of(new KubernetesSettings(Optional.of(cluster.kubeconfig(folder)), false, true)));
    }
}
