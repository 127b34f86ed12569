package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.sensor.demo.runtime.ContainerdVersion;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the wish for a checkpoint before a container is stopped, with a containerd that has the call. */
class CheckpointTest {
    @TempDir
    Path work;

    @BeforeAll
    static void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
    }

    @Test
    void aCheckpointIsKeptWithTheEvidence() throws Exception {
        try (PrivateContainerd containerd =
                PrivateContainerd.start(ContainerdVersion.V2.programs(), work.resolve("c"))) {
            ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
            String id = containerd
                    .pods()
                    .pod("shop", "victim")
                    .run()
                    .container("main")
                    .command(
                            "sh",
                            "-c",
                            "secret=word-in-; secret=${secret}memory-$((700+42)); while true; do sleep 1; done")
                    .run()
                    .id();
            Responder responder = new Responder(
                    "node-1",
                    List.of(containerd.client()),
                    CgroupFreezer.ofNode(),
                    ResponseSettings.defaults().withCheckpoint(true),
                    new SensorSelf(ProcessHandle.current().pid(), Optional.empty()),
                    new Surroundings(
                            Optional.of(work.resolve("state")), Denials.NONE, Optional.empty(), container -> List.of()),
                    new Metrics(),
                    Clock.systemUTC());
            Container target = Targets.container(id, "shop");

            ResponseOutcome stopped = responder.act(ResponseAction.STOP, target, null, "ann");

            assertThat(stopped.status()).as(stopped.detail()).isEqualTo(Status.VERIFIED);
            Path checkpoint =
                    work.resolve("state/evidence").resolve(stopped.id()).resolve("checkpoint.tar");
            assertThat(stopped.detail()).contains("a checkpoint is kept in " + checkpoint);
            assertThat(namesIn(checkpoint)).anyMatch(name -> name.matches("checkpoint/pages-\\d+\\.img"));
            assertThat(Files.readString(checkpoint, StandardCharsets.ISO_8859_1))
                    .as("what only stands in its memory")
                    .contains("word-in-" + "memory-742");
        }
    }

    private static List<String> namesIn(Path archive) throws Exception {
        Process tar = new ProcessBuilder("tar", "-tf", archive.toString()).start();
        try (var lines = tar.inputReader()) {
            return lines.lines().toList();
        }
    }
}
