package dev.vedette.baseline.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.BaselineDeviation.Kind;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.FilesDestroyed.Habit;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Endpoint;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.policy.model.SocketActivity.Operation;
import dev.vedette.policy.model.Stdio;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkloadBaselineTest {
    private static final LearningGoals GOALS = new LearningGoals(Duration.ofSeconds(10), 6, 2, 0.1);

    private final WorkloadBaseline baseline = new WorkloadBaseline(GOALS);
    private long seconds;
    private long setBySeconds;

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
        assertThat(baseline.state(container("web-1"))).isEqualTo(LearningState.LEARNING);
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
        baseline.eventsWereLost();
        assertThat(baseline.count(LearningState.LEARNING)).isZero();
    }

    @Nested
    class Folders {
        @Test
        void areNewOnceLearnedAndKnownByWhatStaysTheSame() {
            for (int i = 0; i < 8; i++) {
                write("web-" + i % 2, "/data/2026-07-0" + i + "/run" + "/a" + i + ".log");
                seconds += 2;
            }

            assertThat(write("web-1", "/data/2026-08-01/run/b.log")).isEmpty();
            assertThat(write("web-1", "/data/other/x")).hasValueSatisfying(deviation -> {
                assertThat(deviation.kind()).isEqualTo(Kind.FILE_AREA);
                assertThat(deviation.item()).isEqualTo("files in /data/other written by /bin/server");
                assertThat(deviation.nearest()).contains("/data/*/run");
            });
            assertThat(write("web-1", "/data/other/x")).isPresent();
        }

        @Test
        void ofTheSystemAreNeverMadeAlike() {
            for (int i = 0; i < 8; i++) {
                write("web-" + i % 2, "/etc/app/0001/a");
                seconds += 2;
            }

            assertThat(write("web-1", "/etc/app/0001/b")).isEmpty();
            assertThat(write("web-1", "/etc/app/0002/b")).isPresent();
        }

        @Test
        void readingAndTheKernelsOwnFilesAreLeftOut() {
            for (int i = 0; i < 8; i++) {
                write("web-" + i % 2, "/data/a");
                seconds += 2;
            }

            assertThat(open("/secret/a", FileSystemMagic.TMPFS, false)).isEmpty();
            assertThat(open("/secret/a", FileSystemMagic.PROC, true)).isEmpty();
            assertThat(open("/secret/a", FileSystemMagic.TMPFS, true)).isPresent();
        }

        @Test
        void ofASessionAreNotLearned() {
            ProcessInfo shell = process(7, "/bin/sh", null);
            baseline.observe(new ProcessExecuted(context("web-1", shell), "/bin/sh", false, null, Session.EXEC));
            for (int i = 0; i < 8; i++) {
                write("web-" + i % 2, "/data/a");
                baseline.observe(opened(context("web-1", process(8, "/bin/server", shell)), "/visited/a"));
                seconds += 2;
            }

            assertThat(write("web-1", "/visited/a")).isPresent();
        }

        private Optional<BaselineDeviation> write(String container, String path) {
            return baseline.observe(opened(context(container, process(2, "/bin/server", null)), path));
        }

        private FileOpened opened(EventContext context, String path) {
            return opened(context, FileObject.ofPath(path), true);
        }

        private Optional<BaselineDeviation> open(String path, long magic, boolean write) {
            EventContext context = context("web-1", process(2, "/bin/server", null));
            return baseline.observe(opened(context, FileObject.ofPath(path).withSuperMagic(magic), write));
        }

        private FileOpened opened(EventContext context, FileObject file, boolean write) {
            return new FileOpened(context, file, !write, write, false, "", false, FileRole.ORDINARY);
        }
    }

    @Nested
    class Peers {
        @BeforeEach
        void learn() {
            resolve("db-0.db.shop.svc.cluster.local", "10.1.2.3");
            resolve("eu1.api.acme.example", "192.0.2.1");
            for (int i = 0; i < 12; i++) {
                String container = "web-" + i % 2;
                reach(container, Operation.CONNECT, "10.1.2.3", 5432);
                reach(container, Operation.CONNECT, "192.0.2.1", 443);
                reach(container, Operation.CONNECT, "10.9.9." + i, 8080);
                reach(container, Operation.LISTEN, "0.0.0.0", 80);
                seconds += 2;
            }
        }

        @Test
        void areNewOnceLearned() {
            assertThat(reach("web-1", Operation.CONNECT, "198.51.100.7", 443)).hasValueSatisfying(deviation -> {
                assertThat(deviation.kind()).isEqualTo(Kind.PEER);
                assertThat(deviation.item()).isEqualTo("network 198.51 /16 at port 443 reached by /bin/server");
            });
            assertThat(reach("web-1", Operation.CONNECT, "10.9.9.1", 22)).isPresent();
            assertThat(reach("web-1", Operation.SEND, "::ffff:10.9.9.1", 53)).isPresent();
            assertThat(reach("web-1", Operation.LISTEN, "0.0.0.0", 4444))
                    .hasValueSatisfying(
                            deviation -> assertThat(deviation.item()).isEqualTo("/bin/server listening on port 4444"));
        }

        @Test
        void areKnownByTheirNamesWhateverTheirAddress() {
            resolve("db-1.db.shop.svc.cluster.local", "10.1.2.4");
            resolve("us7.api.acme.example", "203.0.113.9");
            resolve("admin.shop.svc.cluster.local", "10.1.2.5");

            assertThat(reach("web-1", Operation.CONNECT, "10.1.2.4", 5432)).isEmpty();
            assertThat(reach("web-1", Operation.CONNECT, "203.0.113.9", 443)).isEmpty();
            assertThat(reach("web-1", Operation.CONNECT, "10.200.0.1", 8080)).isEmpty();
            assertThat(reach("web-1", Operation.CONNECT, "10.1.2.5", 5432))
                    .hasValueSatisfying(
                            deviation -> assertThat(deviation.item()).contains("admin.shop.svc.cluster.local"));
        }

        @Test
        void onlyBeginningsOfTheInternetCount() {
            assertThat(reach("web-1", Operation.ACCEPT, "198.51.100.7", 443)).isEmpty();
            assertThat(reach("web-1", Operation.CONNECT, "198.51.100.7", 0)).isEmpty();
            assertThat(baseline.observe(new SocketActivity(
                            context("web-1", process(2, "/bin/server", null)),
                            Operation.CONNECT,
                            0,
                            new Endpoint(Family.UNIX, "/run/x", 1, FileObject.NONE, false))))
                    .isEmpty();
        }

        private Optional<BaselineDeviation> reach(String container, Operation operation, String address, int port) {
            Family family = address.contains(":") ? Family.INET6 : Family.INET;
            return baseline.observe(new SocketActivity(
                    context(container, process(2, "/bin/server", null)),
                    operation,
                    6,
                    new Endpoint(family, address, port, FileObject.NONE, false)));
        }

        private void resolve(String name, String address) {
            for (String container : List.of("web-0", "web-1")) {
                baseline.observe(new NameResolved(
                        context(container, ProcessInfo.NONE),
                        name,
                        "A",
                        List.of(address),
                        List.of(),
                        "NOERROR",
                        1,
                        "10.0.0.10",
                        53,
                        true));
            }
        }
    }

    @Nested
    class Destruction {
        @Test
        void isJudgedOnceTheWorkloadIsLearned() {
            assertThat(habit("/bin/server", 128)).isEqualTo(Habit.UNKNOWN);
            learn();
            assertThat(habit("/bin/server", 128)).isEqualTo(Habit.UNUSUAL);
        }

        @Test
        void isUsualUpToTwiceWhatTheSameProgramDidWhileItWasLearned() {
            destroys("web-1", "/bin/server", 512);
            destroys("web-1", "/bin/server", 256);
            learn();

            assertThat(habit("/bin/server", 256)).isEqualTo(Habit.USUAL);
            assertThat(habit("/bin/server", 1_023)).isEqualTo(Habit.USUAL);
            assertThat(habit("/bin/server", 1_024)).isEqualTo(Habit.UNUSUAL);
            assertThat(habit("/bin/rm", 256)).isEqualTo(Habit.UNUSUAL);
        }

        @Test
        void isNotLearnedAfterwardsNorFromAContainerWithAFinding() {
            baseline.flag(container("web-9"));
            destroys("web-9", "/bin/server", 512);
            learn();
            destroys("web-1", "/bin/server", 512);

            assertThat(habit("/bin/server", 512)).isEqualTo(Habit.UNUSUAL);
        }

        @Test
        void isNotLearnedFromAnExecSession() {
            start("web-1", "/bin/server", Session.EXEC);
            destroys("web-1", "/bin/server", 512);
            learn();

            assertThat(habit("/bin/server", 512)).isEqualTo(Habit.UNUSUAL);
        }

        private Habit habit(String program, long files) {
            return baseline.habit(destruction("web-1", program, files));
        }

        private void destroys(String container, String program, long files) {
            assertThat(baseline.observe(destruction(container, program, files))).isEmpty();
        }

        private FilesDestroyed destruction(String container, String program, long files) {
            return new FilesDestroyed(
                    context(container, process(2, program, null)),
                    files,
                    0,
                    0,
                    0,
                    0,
                    8,
                    Duration.ofSeconds(1),
                    FileObject.ofPath("/data/a"),
                    Habit.UNKNOWN);
        }
    }

    @Test
    void theTimeOfDayNeitherEndsLearningNorHoldsItUp() {
        for (int i = 0; i < 6; i++) {
            start("web-" + i % 2, "/bin/server", Session.MAIN);
        }
        setBySeconds = 5 * 3_600;
        assertThat(start("web-1", "/usr/bin/wget", Session.MAIN))
                .as("while it learns")
                .isEmpty();

        setBySeconds = -5 * 3_600;
        learn();
        assertThat(start("web-1", "/usr/bin/miner", Session.MAIN))
                .as("once it has learned")
                .isPresent();
    }

    private void learn() {
        for (int i = 0; i < 8; i++) {
            start("web-" + i % 2, "/bin/server", Session.MAIN);
            seconds += 2;
        }
        assertThat(baseline.state(container("web-1"))).isEqualTo(LearningState.LEARNED);
    }

    private Optional<BaselineDeviation> start(String containerId, String program, Session session) {
        ProcessInfo parent = process(1, "/sbin/init", null);
        ProcessInfo process = process(2, program, parent);
        return baseline.observe(new ProcessExecuted(context(containerId, process), program, false, null, session));
    }

    private EventContext context(String containerId, ProcessInfo process) {
        return new EventContext(
                seconds * 1_000_000_000,
                (seconds + setBySeconds) * 1_000_000_000,
                process,
                container(containerId),
                LifePhase.RUNNING,
                Set.of(),
                Origin.LIVE,
                0);
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
