package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseOutcome.Status;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kills processes that the test has started. */
class ProcessKillTest {
    private final ProcessKill kill = new ProcessKill();
    private Process sleeper;

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
        Effect effect = kill.kill(Targets.identityOf(sleeper.pid()));

        assertThat(effect.status()).isEqualTo(Status.VERIFIED);
        assertThat(sleeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sleeper.exitValue()).isEqualTo(128 + 9);
    }

    @Test
    void leavesThoseAloneThatBeganAnotherTime() throws Exception {
        ProcessId now = Targets.identityOf(sleeper.pid());

        assertThat(kill.kill(new ProcessId(now.pid(), now.startBootNanos() + 10_000_000))
                        .status())
                .isEqualTo(Status.FAILED);
        assertThat(kill.kill(new ProcessId(now.pid(), 0)).status()).isEqualTo(Status.FAILED);
        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void isContentWhenTheProcessHasEnded() throws Exception {
        ProcessId process = Targets.identityOf(sleeper.pid());
        sleeper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        Effect effect = kill.kill(process);

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
