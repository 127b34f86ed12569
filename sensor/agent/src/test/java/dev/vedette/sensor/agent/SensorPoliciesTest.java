package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.Namespaces;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.recording.RecordingOrigin;
import dev.vedette.sensor.recording.RecordingWriter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole sensor, with an empty recording in the kernel's place, whose policies change. */
class SensorPoliciesTest {
    @TempDir
    Path folder;

    private Path policies;

    @BeforeEach
    void makeFolder() throws Exception {
        policies = Files.createDirectory(folder.resolve("policies"));
    }

    @Test
    void takesChangedPoliciesAndKeepsThoseInForceWhereTheNewOnesAreRefused() throws Exception {
        put("mode: audit");
        try (Sensor sensor = new Sensor(settings())) {
            sensor.play(emptyRecording());

            put("mode: enforce");
            awaitFigure(sensor, "vedette_policies_replaced_total 1.0");
            put("mode: sometimes");
            awaitFigure(sensor, "vedette_policies_refused_total 1.0");

            assertThat(sensor.figures()).contains("vedette_policies_replaced_total 1.0");
        }
    }

    @Test
    void doesNotStartWithPoliciesThatAreRefused() throws Exception {
        put("mode: sometimes");
        try (Sensor sensor = new Sensor(settings())) {
            assertThatThrownBy(() -> sensor.play(emptyRecording()))
                    .isInstanceOf(SensorException.class)
                    .hasMessageContaining("house.yaml:4:14: 'sometimes' is not valid here");
        }
    }

    /** Nobody listens at the port of a kubeconfig that names one of the lowest. */
    @Test
    void beginsWithItsFilesWhereTheApiServerThatHasMoreIsAway() throws Exception {
        put("mode: audit");
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: away, cluster: {server: "http://127.0.0.1:1"}}]
                contexts: [{name: away, context: {cluster: away, user: nobody}}]
                users: [{name: nobody, user: {}}]
                current-context: away
                """);
        try (Sensor sensor =
                new Sensor(settings(Optional.of(new KubernetesSettings(Optional.of(kubeconfig), false, true))))) {
            sensor.play(emptyRecording());

            assertThat(sensor.figures()).contains("vedette_cluster_policies_watched 0.0");
            put("mode: enforce");
            awaitFigure(sensor, "vedette_policies_replaced_total 1.0");
        }
    }

    private SensorSettings settings() {
        return settings(Optional.empty());
    }

    private SensorSettings settings(Optional<KubernetesSettings> kubernetes) {
        return new SensorSettings(
                "node",
                folder.resolve("state"),
                List.of(),
                Optional.of(policies),
                List.of(),
                OutputSettings.terminal(OutputSettings.Terminal.NOTHING),
                SensorSettings.Tuning.defaults(),
                Optional.empty(),
                kubernetes);
    }

    private InputStream emptyRecording() throws Exception {
        Path file = folder.resolve("empty.recording");
        new RecordingWriter(
                        file, new RecordingOrigin("node", "boot", 0, 0), Namespaces.UNKNOWN, new ContainerRegistry(1))
                .close();
        return new ByteArrayInputStream(Files.readAllBytes(file));
    }

    private void put(String spec) throws Exception {
        Path draft = Files.writeString(folder.resolve("draft"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: house}
                spec: {%s}
                """.formatted(spec));
        Files.move(draft, policies.resolve("house.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitFigure(Sensor sensor, String figure) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!sensor.figures().contains(figure) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(sensor.figures()).contains(figure);
    }
}
