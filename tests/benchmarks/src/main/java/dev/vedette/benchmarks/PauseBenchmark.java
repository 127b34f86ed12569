package dev.vedette.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.sensor.response.ResponseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * From the event, by the kernel's clock, to the moment at which the sensor has seen that all processes of the container
 * stand still: a container of a private containerd runs a program that is not of its image, again and again, and policy
 * pauses it for that. Both times are taken from the sensor's file of findings and outcomes.
 */
final class PauseBenchmark implements Benchmark {
    private static final int WARM_UP = 10;
    private static final double GOAL_P99_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POLICY = """
            apiVersion: vedette.dev/v1alpha1
            kind: Policy
            metadata: {name: pausing}
            spec:
              mode: enforce
              rules: [VDT-3004]
              responses: [{action: pause}]
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final int pauses;

    PauseBenchmark(int pauses) {
        this.pauses = pauses;
    }

    @Override
    public List<Figure> measure() throws Exception {
        Path folder = Files.createTempDirectory("vedette-pause");
        try (PrivateContainerd containerd = PrivateContainerd.start(folder.resolve("c"))) {
            ImageBuilder.busybox(folder.resolve("image")).importInto(containerd);
            Files.writeString(folder.resolve("policy.yaml"), POLICY);
            Path findings = folder.resolve("findings.ndjson");
            try (Sensor sensor = new Sensor(settings(folder, containerd, findings));
                    RunningPod pod = containerd.pods().pod("bench", "paused").run()) {
                sensor.start();
                await("the sensor is ready", sensor::isReady);
                RunningContainer container =
                        pod.container("main").command("sleep", "100000").run();
                return figures(rounds(container, findings, folder.resolve("state")));
            }
        } finally {
            delete(folder);
        }
    }

    private static SensorSettings settings(Path folder, PrivateContainerd containerd, Path findings) {
        ResponseSettings.Rate often = new ResponseSettings.Rate(1_000_000, Duration.ofSeconds(1));
        ResponseSettings usual = ResponseSettings.defaults();
        Tuning tuning = Tuning.defaults()
                .withResponses(
                        new ResponseSettings(usual.protectedNamespaces(), often, often, false, usual.stopGrace()));
        return new SensorSettings(
                "bench",
                folder.resolve("state"),
                List.of(containerd.endpoint()),
                Optional.of(folder.resolve("policy.yaml")),
                List.of(),
                new OutputSettings(
                        OutputSettings.Terminal.NOTHING,
                        Optional.of(findings),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                tuning,
                Optional.empty());
    }

    private List<Double> rounds(RunningContainer container, Path findings, Path state) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (ControlClient control = new ControlClient(ControlSocket.in(state))) {
            await("the container is known", () -> {
                try {
                    return control.containers().stream()
                            .anyMatch(line -> line.getId().equals(container.id()) && !line.getIdentityPending());
                } catch (dev.vedette.sensor.control.ControlException e) {
                    return false;
                }
            });
            for (int round = 1; round <= WARM_UP + pauses; round++) {
                String program = "/tmp/p" + round;
                // it stands still in the middle of it, and ends when the container goes on
                Thread running = Thread.ofVirtual()
                        .start(() ->
                                container.exec("sh", "-c", "cp /bin/busybox " + program + "; " + program + " true"));
                int wanted = round;
                await("pause " + round, () -> pauses(findings).size() >= wanted);
                control.respond(ResponseAction.RESUME, container.id(), "bench");
                running.join();
            }
        }
        List<Double> all = pauses(findings);
        millis.addAll(all.subList(WARM_UP, all.size()));
        return millis;
    }

    private static List<Figure> figures(List<Double> millis) {
        double p50 = Medians.median(millis);
        double p99 = Medians.quantile(millis, 0.99);
        return List.of(
                Figure.plain("event to container paused (containerd), p50, ms", "%.1f", p50),
                Figure.atMost(GOAL_P99_MILLIS, p99, "event to container paused (containerd), p99, ms", "%.1f", p99));
    }

    /** Milliseconds from event to effect, of each pause that was seen to work. */
    private List<Double> pauses(Path findings) {
        Map<String, Long> events = new HashMap<>();
        List<Double> millis = new ArrayList<>();
        try (Stream<String> lines = Files.exists(findings) ? Files.lines(findings) : Stream.empty()) {
            for (String line : lines.toList()) {
                JsonNode entry = json.readTree(line);
                if (entry.path("type").asText().equals("finding")) {
                    events.put(entry.path("id").asText(), epochNanos(entry));
                } else if (entry.path("action").asText().equals("pause")
                        && entry.path("status").asText().equals("verified")) {
                    millis.add((epochNanos(entry)
                                    - events.get(entry.path("findingId").asText()))
                            / 1e6);
                }
            }
        } catch (IOException e) {
            return List.of(); // a line is being written
        }
        return millis;
    }

    private static long epochNanos(JsonNode entry) {
        Instant time = Instant.parse(entry.path("time").asText());
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException(what + ": this did not happen within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(2);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
