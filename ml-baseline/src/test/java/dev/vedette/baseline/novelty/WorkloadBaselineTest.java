package dev.vedette.baseline.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessBaselineTest {
    private static final LearningGoals GOALS = new LearningGoals(Duration.ofSeconds(10), 6, 2, 0.1);

    private final ProcessBaseline baseline = new ProcessBaseline(GOALS);
    private long seconds;

    @Test
    void reportsAProgramNeverSeenOnceLearned() {
        learn();
        assertThat(start("web-1", "/usr/bin/wget", Session.MAIN))
                .hasValueSatisfying(deviation -> assertThat(deviation.item()).contains("/usr/bin/wget"));
    }

    @Test
    void aReportedDeviationIsNotLearnedByBeingReported() {
        learn();
        assertThat(start("web-1", "/usr/bin/wget", Session.MAIN)).isPresent();
        assertThat(start("web-1", "/usr/bin/wget", Session.MAIN)).isPresent();
    }

    @Test
    void staysSilentOnWhatItKnows() {
        learn();
        assertThat(start("web-2", "/bin/server", Session.MAIN)).isEmpty();
    }

    @Test
    void saysNothingWhileLearning() {
        start("web-1", "/bin/server", Session.MAIN);
        assertThat(start("web-1", "/usr/bin/wget", Session.MAIN)).isEmpty();
    }

    @Test
    void anEmptyProfileIsNeverLearned() {
        assertThat(baseline.state(container("web-1"), Long.MAX_VALUE)).isEqualTo(LearningState.LEARNING);
    }

    @Test
    void learnsNothingFromAnExecSession() {
        start("web-1", "/bin/sh", Session.EXEC);
        learn();
        assertThat(start("web-1", "/bin/sh", Session.MAIN)).isPresent();
    }

    @Test
    void learnsNothingFromAContainerWithAFinding() {
        baseline.flag(container("web-9"));
        start("web-9", "/usr/bin/miner", Session.MAIN);
        learn();
        assertThat(start("web-1", "/usr/bin/miner", Session.MAIN)).isPresent();
    }

    @Test
    void beginsAnewAfterLoss() {
        for (int i = 0; i < 3; i++) {
            start("web-1", "/bin/server", Session.MAIN);
        }
        baseline.eventsWereLost(seconds * 1_000_000_000);
        assertThat(baseline.count(LearningState.LEARNING, seconds * 1_000_000_000))
                .isZero();
    }

    private void learn() {
        for (int i = 0; i < 8; i++) {
            start("web-" + i % 2, "/bin/server", Session.MAIN);
            seconds += 2;
        }
        assertThat(baseline.state(container("web-1"), seconds * 1_000_000_000)).isEqualTo(LearningState.LEARNED);
    }

    private Optional<BaselineDeviation> start(String containerId, String program, Session session) {
        ProcessInfo parent = process(1, "/sbin/init", null);
        ProcessInfo process = process(2, program, parent);
        EventContext context = new EventContext(
                seconds * 1_000_000_000,
                seconds * 1_000_000_000,
                process,
                container(containerId),
                LifePhase.RUNNING,
                Set.of(),
                Origin.LIVE,
                0);
        return baseline.observe(new ProcessExecuted(context, program, false, null, session));
    }

    private static ProcessInfo process(int pid, String program, ProcessInfo parent) {
        return new ProcessInfo(
                new ProcessId(pid, 1),
                "x",
                FileObject.ofPath(program),
                List.of(program),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                parent,
                false);
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
