package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseOutcome.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
        return new KillReach(scope, pid -> false, deed -> deed.run(false), true);
    }

    private static KillReach guarding(long... pids) {
        return new KillReach(
                pid -> true,
                pid -> LongStream.of(pids).anyMatch(guarded -> guarded == pid),
                deed -> deed.run(false),
                true);
    }

    @BeforeEach
    void start() throws IOException {
        sleeper = new ProcessBuilder("sleep", "1000").start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        sleeper.destroyForcibly().waitFor(2, TimeUnit.MINUTES);
    }

    @Test
    void endsTheProcessThatWasRecorded() throws Exception {
        Effect effect = kill.kill(Targets.identityOf(sleeper.pid()), EVERYTHING, pids -> {});

        assertThat(effect.status()).isEqualTo(Status.VERIFIED);
        assertThat(sleeper.waitFor(2, TimeUnit.MINUTES)).isTrue();
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
        assertThat(sleeper.waitFor(2, TimeUnit.MINUTES)).isTrue();
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
            assertThat(culprit.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(sleeper.isAlive()).isTrue();
        } finally {
            culprit.destroyForcibly();
        }
    }

    private static ProcessKill recording(ProcessId... descendants) {
        return new ProcessKill(CLibrary.load(), ancestor -> List.of(descendants));
    }

    private static Process sleep() {
        try {
            return new ProcessBuilder("sleep", "1003").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessId identityOf(Process process) {
        try {
            return Targets.identityOf(process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the kernel has it, which knows of an end before the parent does. */
    private static boolean lives(int pid) {
        return ProcessStat.of(pid).filter(now -> !now.hasEnded()).isPresent();
    }

    private static boolean hasEnded(Process process) throws InterruptedException {
        return process.waitFor(2, TimeUnit.MINUTES);
    }

    /** What was told too late for the first round, when there is no time for a second. */
    @Test
    void killsThoseThatTheLastLookFinds() throws Exception {
        Process late = sleep();
        try {
            ProcessId root = identityOf(sleeper);
            ProcessId newcomer = identityOf(late);
            Descent told = ancestor -> lives(root.pid()) ? List.of() : List.of(newcomer);

            Effect effect =
                    new ProcessKill(CLibrary.load(), told, Duration.ZERO, 16).kill(root, EVERYTHING, pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.VERIFIED);
            assertThat(effect.detail()).contains("one that it had started has ended");
            assertThat(hasEnded(late)).isTrue();
        } finally {
            late.destroyForcibly();
        }
    }

    /** At each look there is one more. */
    @Test
    void saysThatOthersWereFoundToTheEndAndLeavesNobodyStopped() throws Exception {
        Queue<Process> started = new ConcurrentLinkedQueue<>();
        Descent endless = ancestor -> {
            started.add(sleep());
            return started.stream()
                    .filter(Process::isAlive)
                    .map(ProcessKillTest::identityOf)
                    .toList();
        };
        try {
            Effect effect = new ProcessKill(CLibrary.load(), endless, Duration.ZERO, 4_096)
                    .kill(identityOf(sleeper), EVERYTHING, pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.FAILED);
            assertThat(effect.done()).isTrue();
            assertThat(effect.detail()).contains("to the end others were found");
            assertThat(hasEnded(sleeper)).isTrue();
            for (Process one : started) {
                assertThat(hasEnded(one)).isTrue();
            }
        } finally {
            started.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void saysThatThereAreMoreThanCanBeKilledOneByOne() throws Exception {
        List<Process> many = IntStream.range(0, 5).mapToObj(i -> sleep()).toList();
        try {
            ProcessId[] ids = many.stream().map(ProcessKillTest::identityOf).toArray(ProcessId[]::new);

            Effect effect = new ProcessKill(CLibrary.load(), ancestor -> List.of(ids), Duration.ZERO, 3)
                    .kill(identityOf(sleeper), EVERYTHING, pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.FAILED);
            assertThat(effect.done()).isTrue();
            assertThat(effect.detail()).contains("more than 3 processes", "pause the container");
            assertThat(hasEnded(sleeper)).isTrue();
            List<ProcessStat> alive = many.stream()
                    .flatMap(one -> ProcessStat.of((int) one.pid()).stream())
                    .filter(one -> !one.hasEnded())
                    .toList();
            assertThat(alive).hasSize(3).noneMatch(ProcessStat::standsStill);
        } finally {
            many.forEach(Process::destroyForcibly);
        }
    }

    /** A runtime that a shell has started, say, and what the runtime has started. */
    @Test
    void leavesProtectedOnesAloneAndWhatTheyHaveStarted() throws Exception {
        Process runtime = new ProcessBuilder("sh", "-c", "sleep 1004 & wait").start();
        Process plain = sleep();
        try {
            awaitTrue(() -> runtime.descendants().count() == 1);
            ProcessHandle below = runtime.descendants().findFirst().orElseThrow();
            ProcessId belowId = Targets.identityOf(below.pid());
            ProcessId runtimeId = identityOf(runtime);
            ProcessId plainId = identityOf(plain);
            Descent descent = ancestor ->
                    ancestor.pid() == runtimeId.pid() ? List.of(belowId) : List.of(belowId, runtimeId, plainId);

            Effect effect = new ProcessKill(CLibrary.load(), descent)
                    .kill(identityOf(sleeper), guarding(runtime.pid()), pids -> {});

            assertThat(effect.status()).as(effect.detail()).isEqualTo(Status.FAILED);
            assertThat(effect.detail()).contains("[" + runtime.pid() + "]", "must not be killed");
            assertThat(hasEnded(sleeper)).isTrue();
            assertThat(hasEnded(plain)).isTrue();
            assertThat(runtime.isAlive()).isTrue();
            assertThat(below.isAlive()).isTrue();
            assertThat(ProcessStat.of((int) below.pid()).orElseThrow().standsStill())
                    .isFalse();
        } finally {
            runtime.descendants().forEach(ProcessHandle::destroyForcibly);
            runtime.destroyForcibly();
            plain.destroyForcibly();
        }
    }

    @Test
    void saysNoMoreThanIsKnownOfOneThatHasEnded() {
        Effect effect = kill.kill(new ProcessId(Integer.MAX_VALUE, 1), EVERYTHING, pids -> {});

        assertThat(effect.status()).isEqualTo(Status.VERIFIED);
        assertThat(effect.detail()).contains("had ended already", "nothing that it may have started is known to live");
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
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void isContentWhenTheProcessHasEnded() throws Exception {
        ProcessId process = Targets.identityOf(sleeper.pid());
        sleeper.destroyForcibly().waitFor(2, TimeUnit.MINUTES);

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
