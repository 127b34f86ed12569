package dev.vedette.tests.alone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.benchmarks.neighbours.Score;
import dev.vedette.benchmarks.neighbours.Trial;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.ReadySensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code vedette bench --neighbours}, always in the same order; the long one has more of everything. */
@OnRealContainers
class NoisyNeighboursTest {
    private static final Duration SHORT_FORM = Duration.ofMinutes(4);
    /** By it come loads of all resources, a short burst, and what a victim does to itself. */
    private static final long SEED = 185;
    /** Of so few episodes; the benchmark's own goal is 0.95 of each. */
    private static final double MOST = 0.6;

    private static final double MANY = 0.4;

    @TempDir
    Path folder;

    @Test
    void manyWhoAreHarmedAreToldOfWithTheirCulpritsAndNobodyWhoHarmsHimself() throws Exception {
        try (PrivateContainerd containerd =
                        PrivateContainerd.start(ContainerdPrograms.find().orElseThrow(), folder.resolve("c"));
                Sensor _ = ReadySensor.by(settings(containerd))) {
            Trial.Result result = new Trial(SHORT_FORM, SEED).run(containerd, ControlSocket.in(state()), folder);

            Score ours = result.ours();
            result.lines().forEach(System.out::println);
            assertThat(ours.selfInflictedAlerts()).isZero();
            assertThat(ours.precision()).as("of those told, the harmed").isGreaterThanOrEqualTo(MOST);
            assertThat(ours.recall()).as("of the harmed, those told").isGreaterThanOrEqualTo(MANY);
            assertThat(ours.topOne())
                    .as("of those told, the ones with their culprit")
                    .isGreaterThanOrEqualTo(MOST);
        }
    }

    private Path state() {
        return folder.resolve("state");
    }

    private SensorSettings settings(PrivateContainerd containerd) {
        return new SensorSettings(
                "alone",
                state(),
                List.of(containerd.endpoint()),
                Optional.empty(),
                List.of(),
                new OutputSettings(
                        OutputSettings.Terminal.NOTHING,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Tuning.defaults(),
                Optional.empty());
    }
}
