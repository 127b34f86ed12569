package dev.vedette.sensor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.baseline.novelty.LearningState;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.FilesDestroyed.Habit;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules and baseline are told of one another, by the rules that are shipped. */
class FactJudgeTest {
    private static final String SERVER = "/bin/server";
    private static final int MANY = 2_048;

    private final RuleBundle rules = RuleBundle.builtIn(getClass().getClassLoader());
    private final PolicyEngine engine =
            new PolicyEngine(new Site("node", "boot"), List.of(rules), PolicySet.NONE, EngineObserver.NONE);
    private final WorkloadBaseline baseline =
            new WorkloadBaseline(new LearningGoals(Duration.ofSeconds(10), 6, 2, 0.1));
    private final List<Finding> findings = new ArrayList<>();
    private final FactJudge judge = new FactJudge(engine, baseline, (finding, standing) -> findings.add(finding));
    private long seconds = 1_000;

    /** @throws BundleException never: these rules are shipped */
    FactJudgeTest() throws BundleException {}

    @AfterEach
    void close() {
        engine.close();
        rules.close();
    }

    @Test
    void tellsRulesHowManyFilesAWorkloadIsWontToDestroy() {
        judge.judge(destruction("web-1"));
        assertThat(findings)
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.evidence()).containsEntry("usual for the workload", "unknown"));
    }

    @Test
    void tellsThemOnceItIsLearnedThatItDoesNot() {
        learn();
        judge.judge(destruction("web-1"));
        assertThat(findings)
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.evidence()).containsEntry("usual for the workload", "unusual"));
    }

    @Test
    void learnsNothingOfAContainerInWhichARuleHasFoundSomething() {
        judge.judge(destruction("web-1"));
        learn();

        assertThat(baseline.habit(destruction("web-0"))).isEqualTo(Habit.UNUSUAL);
    }

    private void learn() {
        for (int i = 0; i < 16; i++) {
            judge.judge(new ProcessExecuted(context("web-" + i % 4, process()), SERVER, false, null, Session.MAIN));
            seconds += 2;
        }
        assertThat(baseline.state(container("web-0"))).isEqualTo(LearningState.LEARNED);
    }

    private FilesDestroyed destruction(String container) {
        return new FilesDestroyed(
                context(container, process()),
                MANY,
                0,
                0,
                0,
                0,
                64,
                Duration.ofSeconds(1),
                FileObject.ofPath("/data/a"),
                Habit.UNKNOWN);
    }

    private static ProcessInfo process() {
        return new ProcessInfo(
                new ProcessId(2, 1),
                "server",
                FileObject.ofPath(SERVER),
                List.of(SERVER),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                null,
                false);
    }

    private EventContext context(String container, ProcessInfo process) {
        long nanos = Duration.ofSeconds(seconds).toNanos();
        return new EventContext(
                nanos, nanos, process, container(container), LifePhase.RUNNING, Set.of(), Origin.LIVE, nanos);
    }

    private static Container container(String id) {
        return new Container(
                id,
                "web",
                "web:1",
                "sha256:1",
                "containerd",
                new Container.Pod("shop", id, id, "web", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}
