package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.demo.runtime.ContainerdVersion;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.PrivateDocker;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.sensor.docker.DockerClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The essentials of identity with real runtimes beside containerd 1.7, by what the real kernel reports. */
@RequiresContainers
class OtherRuntimesTest {
    private static final int STARTS = 10;

    @TempDir
    Path work;

    @Test
    void containersOfContainerd2AreKnownFromTheirFirstProgramOnAndAfterItsRestart() throws Exception {
        try (PrivateContainerd containerd =
                PrivateContainerd.start(ContainerdVersion.V2.programs(), work.resolve("c"))) {
            ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
            try (LiveSensor sensor = new LiveSensor(new CriClient(containerd.endpoint()))) {
                RunningPod pod = containerd.pods().pod("shop", "shop-1").run();
                List<RunningContainer> many = new ArrayList<>();
                for (int i = 0; i < STARTS; i++) {
                    many.add(pod.container("web-" + i)
                            .command("sh", "-c", "sleep 1000; echo")
                            .create());
                }
                List<Thread> starts = many.stream()
                        .map(container -> Thread.ofVirtual().start(container::start))
                        .toList();
                for (Thread start : starts) {
                    start.join();
                }
                for (RunningContainer one : many) {
                    ProcessExecuted first = first(sensor, one.id());
                    assertThat(first.arguments()).startsWith("sh", "-c");
                    assertThat(first.container().name()).isEqualTo(one.name());
                    assertThat(first.container().pod().name()).isEqualTo("shop-1");
                    assertThat(first.session()).isEqualTo(Session.MAIN);
                }
                many.getFirst().exec("/bin/ls", "/put-in");
                await(() -> !sensor.programs("/put-in").isEmpty());
                assertThat(sensor.programs("/put-in").getLast().session()).isEqualTo(Session.EXEC);
                assertThat(sensor.programs("/put-in").getLast().container().id())
                        .isEqualTo(many.getFirst().id());

                containerd.kill();
                await(() -> !sensor.watch().synced());
                containerd.startAgain();
                await(sensor.watch()::synced);
                try (RunningPod after = containerd.pods().pod("shop", "shop-2").run()) {
                    RunningContainer one =
                            after.container("late").command("sleep", "1000").run();
                    assertThat(first(sensor, one.id()).container().pod().name()).isEqualTo("shop-2");
                }
            }
        }
    }

    @Test
    void containersOfDockerAreKnownFromTheirFirstProgramOnThoughNoneOfThemIsInAPod() throws Exception {
        try (PrivateDocker docker = PrivateDocker.start(work.resolve("d"))) {
            ImageBuilder.busybox(work.resolve("image")).importInto(docker);
            String before = run(docker, "before", "sh", "-c", "while true; do sleep 0.2; /bin/ls /from-before; done");
            try (LiveSensor sensor = new LiveSensor(new DockerClient(docker.endpoint()))) {
                await(() -> !sensor.programs("/from-before").isEmpty());
                assertThat(sensor.programs("/from-before"))
                        .allMatch(exec -> exec.container().id().equals(before))
                        .allMatch(exec -> exec.container().identity() == Container.Identity.KNOWN);

                String privileged = run(docker, "strong", "--privileged", "sleep", "1000");
                ProcessExecuted first = first(sensor, privileged);
                assertThat(first.container().name()).isEqualTo("strong");
                assertThat(first.container().runtime()).isEqualTo("docker");
                assertThat(first.container().image()).isEqualTo(ImageBuilder.REFERENCE);
                assertThat(first.container().pod()).isEqualTo(Container.Pod.NONE);
                assertThat(first.phase()).isEqualTo(LifePhase.RUNNING);
                await(() -> sensor.sees(fact -> fact instanceof IsolationObserved seen
                        && seen.source() == Source.KERNEL
                        && seen.container().id().equals(privileged)
                        && seen.isolation().privileged()));

                List<String> gone = new ArrayList<>();
                for (int i = 0; i < STARTS; i++) {
                    gone.add(run(docker, "short-" + i, "--rm", "true"));
                }
                for (int i = 0; i < STARTS; i++) {
                    assertThat(first(sensor, gone.get(i)).container().name()).isEqualTo("short-" + i);
                }

                docker.docker("exec", privileged, "/bin/echo", "/put-in");
                await(() -> !sensor.programs("/put-in").isEmpty());
                ProcessExecuted put = sensor.programs("/put-in").getLast();
                assertThat(put.container().id()).isEqualTo(privileged);
                assertThat(put.session()).isEqualTo(Session.EXEC);
            }
        }
    }

    /** Options of {@code docker run} may go before the command. */
    private static String run(PrivateDocker docker, String name, String... optionsAndCommand) throws Exception {
        List<String> all = new ArrayList<>(List.of("run", "--detach", "--network=none", "--name", name));
        List<String> command = new ArrayList<>(List.of(optionsAndCommand));
        while (command.getFirst().startsWith("--")) {
            all.add(command.removeFirst());
        }
        all.add(ImageBuilder.REFERENCE);
        all.addAll(command);
        return docker.docker(all.toArray(String[]::new));
    }

    /** The first program of a container itself, once it is told: with the identity known. */
    private static ProcessExecuted first(LiveSensor sensor, String id) throws InterruptedException {
        await(() -> sensor.all(ProcessExecuted.class)
                .anyMatch(exec -> exec.container().id().equals(id) && exec.inRunningContainer()));
        ProcessExecuted first = sensor.all(ProcessExecuted.class)
                .filter(exec -> exec.container().id().equals(id))
                .filter(ProcessExecuted::inRunningContainer)
                .findFirst()
                .orElseThrow();
        assertThat(first.container().identity()).isEqualTo(Container.Identity.KNOWN);
        return first;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 1500 && !condition.getAsBoolean(); tries++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
