package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseOutcome.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kills processes that the test has started. */
class ProcessKillTest {
    private static final KillReach EVERYTHING = within(pid -> true);

    private final ProcessKill kill = new ProcessKill(CLibrary.load(), Descent.UNKNOWN);
    private Process sleeper;

    private static KillReach within(IntPredicate scope) {
        return new KillReach(scope, deed -> deed.run(false), true);
    }

    @BeforeEach
    void start() throws IOException {
        sleeper = new ProcessBuilder("sleep", "1000").start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        sleeper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void endsTheProcessThatWasRecorded() throws Exception {
        Effect effect = kill.kill(Targets.identityOf(sleeper.pid()), EVERYTHING, pids -> {});

        assertThat(effect.status()).isEqualTo(Status.VERIFIED);
        assertThat(sleeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sleeper.exitValue()).isEqualTo(128 + 9);
    }

    @Test
    void leavesThoseAloneThatBeganAnotherTime() throws Exception {
        ProcessId now = Targets.identityOf(sleeper.pid());

        assertThat(kill.kill(new ProcessId(now.pid(), now.startBootNanos() + 10_000_000), EVERYTHING, pids -> {})
                        .status())
                .isEqualTo(Status.FAILED);
        assertThat(kill.kill(new ProcessId(now.pid(), 0), EVERYTHING, pids -> {})
                        .status())
                .isEqualTo(Status.FAILED);
        assertThat(sleeper.isAlive()).isTrue();
    }

    /** Starts one process after the other, each of which would live for long. */
    @Test
    void catchesChildrenThatAreStartedWhileTheirParentIsKilled() throws Exception {
        String mark = "27." + ProcessHandle.current().pid();
        Process spawner =
                new ProcessBuilder("sh", "-c", "while true; do sleep " + mark + " & sleep 0.005; done").start();
        try {
            awaitTrue(() -> sleepers(mark) > 20);

            Effect effect = kill.kill(Targets.identityOf(spawner.pid()), EVERYTHING, pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.VERIFIED);
            assertThat(sleepers(mark)).isZero();
        } finally {
            spawner.destroyForcibly();
            end(mark);
        }
    }

    @Test
    void catchesOneWhoseParentHasEndedBefore() throws Exception {
        String mark = "28." + ProcessHandle.current().pid();
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "(sleep " + mark + " &); sleep " + mark).start();
        try {
            awaitTrue(() -> sleepers(mark) == 2);

            Effect effect = kill.kill(Targets.identityOf(leader.pid()), EVERYTHING, pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.VERIFIED);
            assertThat(sleepers(mark)).isZero();
        } finally {
            leader.destroyForcibly();
            end(mark);
        }
    }

    @Test
    void touchesNothingOutOfScope() throws Exception {
        String mark = "29." + ProcessHandle.current().pid();
        Process parent = new ProcessBuilder("sh", "-c", "sleep " + mark + " & wait").start();
        try {
            awaitTrue(() -> sleepers(mark) == 1);

            kill.kill(Targets.identityOf(parent.pid()), within(pid -> pid == parent.pid()), pids -> {});

            assertThat(sleepers(mark)).isEqualTo(1);
        } finally {
            parent.destroyForcibly();
            end(mark);
        }
    }

    /** What a daemon does: its parent has ended, group and session are its own. */
    @Test
    void catchesOneThatHasShedParentGroupAndSession() throws Exception {
        String mark = "30." + ProcessHandle.current().pid();
        Process culprit = new ProcessBuilder(
                        "sh", "-c", "(setsid sh -c 'setsid sleep " + mark + " & exit 0' &); exec sleep 1001")
                .start();
        try {
            awaitTrue(() -> sleepers(mark) == 1);
            ProcessId daemon =
                    Targets.identityOf(ofMark(mark).findFirst().orElseThrow().pid());
            ProcessId root = Targets.identityOf(culprit.pid());

            kill.kill(new ProcessId(root.pid(), root.startBootNanos() + 10_000_000), EVERYTHING, pids -> {});
            assertThat(sleepers(mark)).as("not touched for somebody else").isEqualTo(1);
            Effect effect = recording(daemon).kill(root, EVERYTHING, pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.VERIFIED);
            assertThat(effect.detail()).contains("one that it had started");
            assertThat(sleepers(mark)).isZero();
        } finally {
            culprit.destroyForcibly();
            end(mark);
        }
    }

    @Test
    void catchesWhatIsLeftOfOneThatHasEndedItself() throws Exception {
        ProcessId ended = new ProcessId(Integer.MAX_VALUE, 1);

        Effect effect = recording(Targets.identityOf(sleeper.pid())).kill(ended, EVERYTHING, pids -> {});

        assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.VERIFIED);
        assertThat(effect.detail()).contains("had ended already", "one that it had started");
        assertThat(sleeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysThatOneHasGotAwayWhichMayNotBeTouched() throws Exception {
        Process culprit = new ProcessBuilder("sleep", "1002").start();
        try {
            Effect effect = recording(Targets.identityOf(sleeper.pid()))
                    .kill(Targets.identityOf(culprit.pid()), within(pid -> pid == culprit.pid()), pids -> {});

            assertThat(effect.status()).isEqualTo(Status.FAILED);
            assertThat(effect.done()).isTrue();
            assertThat(effect.detail()).contains("[" + sleeper.pid() + "]", "have left");
            assertThat(culprit.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(sleeper.isAlive()).isTrue();
        } finally {
            culprit.destroyForcibly();
        }
    }

    private static ProcessKill recording(ProcessId descendant) {
        return new ProcessKill(CLibrary.load(), ancestor -> List.of(descendant));
    }

    private static long sleepers(String mark) {
        return ofMark(mark).count();
    }

    private static void end(String mark) {
        ofMark(mark).forEach(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> ofMark(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep " + mark)
                        && process.info().command().orElse("").contains("sleep"));
    }

    private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void isContentWhenTheProcessHasEnded() throws Exception {
        ProcessId process = Targets.identityOf(sleeper.pid());
        sleeper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        Effect effect = kill.kill(process, EVERYTHING, pids -> {});

        assertThat(effect.status()).isEqualTo(Status.VERIFIED);
        assertThat(effect.detail()).contains("already");
    }

    @Test
    void knowsAProcessOfTheNodeFromOneOfAContainer() throws IOException {
        ProcessId process = Targets.identityOf(sleeper.pid());

        assertThat(kill.belongsToHost(process)).isTrue();
        assertThat(kill.belongsTo(process, "a".repeat(64))).isFalse();
        assertThat(SensorSelf.containerIn("0::/kubepods.slice/cri-containerd-" + "b".repeat(64) + ".scope\n"))
                .contains("b".repeat(64));
        assertThat(SensorSelf.containerIn("8:pids:/kubepods/burstable/pod1/" + "c".repeat(64) + "\n"))
                .contains("c".repeat(64));
        assertThat(SensorSelf.containerIn("0::/system.slice/kubelet.service\n")).isEmpty();
    }
}
