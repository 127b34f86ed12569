package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.Holding;
import dev.vedette.sensor.demo.runtime.ContainerdVersion;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.PrivateDocker;
import dev.vedette.sensor.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holding and stopping by each runtime's own way, with real runtimes beside containerd 1.7; needs root. */
class OtherRuntimesTest {
    private static final String PERSON = "person:test";

    @TempDir
    Path work;

    @BeforeAll
    static void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
    }

    @Test
    void dockersContainersAreHeldAndStoppedByDockerSoThatItKnows() throws IOException {
        try (PrivateDocker docker = PrivateDocker.start(work.resolve("d"))) {
            ImageBuilder.busybox(work.resolve("image")).importInto(docker);
            String id = docker.docker(
                    "run",
                    "--detach",
                    "--network=none",
                    ImageBuilder.REFERENCE,
                    "sh",
                    "-c",
                    "while true; do sleep 1; done");

            goesThrough(docker.client(), Targets.container(id, "shop"), "Docker stop");
        }
    }

    @Test
    void containerd2HoldsAndStopsAsItsPredecessorDid() throws IOException {
        try (PrivateContainerd containerd =
                PrivateContainerd.start(ContainerdVersion.V2.programs(), work.resolve("c"))) {
            ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
            String id = containerd
                    .pods()
                    .pod("shop", "victim")
                    .run()
                    .container("main")
                    .command("sh", "-c", "while true; do sleep 1; done")
                    .run()
                    .id();

            goesThrough(containerd.client(), Targets.container(id, "shop"), "CRI StopContainer");
        }
    }

    private static void goesThrough(ContainerRuntime runtime, Container target, String stops) {
        Responder responder = new Responder(
                "node-1",
                List.of(runtime),
                CgroupFreezer.ofNode(),
                ResponseSettings.defaults(),
                new SensorSelf(ProcessHandle.current().pid(), Optional.empty()),
                new Metrics(),
                Clock.systemUTC());

        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, PERSON);
        assertThat(paused.status()).as(paused.detail()).isEqualTo(Status.VERIFIED);
        // The freezer may be faster than the runtime, which must come to know of it all the same.
        becomes(runtime, target, Holding.State.PAUSED);

        ResponseOutcome resumed = responder.act(ResponseAction.RESUME, target, null, PERSON);
        assertThat(resumed.status()).as(resumed.detail()).isEqualTo(Status.VERIFIED);

        becomes(runtime, target, Holding.State.RUNNING);

        ResponseOutcome stopped = responder.act(ResponseAction.STOP, target, null, PERSON);
        assertThat(stopped.status()).as(stopped.detail()).isEqualTo(Status.VERIFIED);
        assertThat(stopped.how()).isEqualTo(stops);
        assertThat(runtime.container(target.id()).orElseThrow().state()).isEqualTo(ContainerState.EXITED);
    }

    private static void becomes(ContainerRuntime runtime, Container target, Holding.State state) {
        Holding holding = runtime.holding(Duration.ofSeconds(5)).orElseThrow();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (holding.state(target.id()) != state && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(holding.state(target.id())).isEqualTo(state);
    }
}
