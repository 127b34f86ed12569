package dev.vedette.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the event, by the kernel's clock, to the line on the sensor's standard output. The terminal shows milliseconds;
 * the event's exact time is taken from the NDJSON file, which holds the same findings in the same order.
 */
final class DelayBenchmark implements Benchmark {
    private static final int WARM_UP = 500;
    private static final long GAP_MICROS = 5_000;
    private static final double GOAL_P50_MILLIS = 1;
    private static final double GOAL_P99_MILLIS = 10;

    private final ObjectMapper json = new ObjectMapper();
    private final Stage stage;
    private final int events;

    DelayBenchmark(Stage stage, int events) {
        this.stage = stage;
        this.events = events;
    }

    @Override
    public List<Figure> measure() throws Exception {
        try (SensorProcess sensor = stage.sensor()) {
            sensor.awaitReady();
            int all = WARM_UP + events;
            stage.workload().run("mark", all, GAP_MICROS);
            sensor.await(
                    "all findings arrived",
                    () -> sensor.linesOf(Stage.MARKER_STARTED).size() >= all
                            && sensor.linesOf(Stage.MARKER_WRITTEN).size() >= all);
            // The file is written by another thread than the terminal.
            sensor.await("all findings are in the file", () -> count(sensor) >= all + all);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(figures(sensor, Stage.MARKER_STARTED, "program start (wakes the sensor)"));
            figures.addAll(figures(sensor, Stage.MARKER_WRITTEN, "file open (looked for every 2 ms)"));
            return figures;
        }
    }

    private int count(SensorProcess sensor) {
        try {
            return eventTimes(sensor, Stage.MARKER_STARTED).size()
                    + eventTimes(sensor, Stage.MARKER_WRITTEN).size();
        } catch (IOException e) {
            return 0;
        }
    }

    private List<Figure> figures(SensorProcess sensor, String rule, String what) throws IOException {
        List<SensorProcess.Line> lines = sensor.linesOf(rule);
        List<Long> times = eventTimes(sensor, rule);
        if (times.size() != lines.size()) {
            throw new IOException("the terminal shows " + lines.size() + " of " + times.size() + " findings");
        }
        List<Double> millis = new ArrayList<>();
        for (int i = WARM_UP; i < lines.size(); i++) {
            millis.add((lines.get(i).epochNanos() - times.get(i)) / 1e6);
        }
        double p50 = Medians.median(millis);
        double p99 = Medians.quantile(millis, 0.99);
        return List.of(
                Figure.atMost(GOAL_P50_MILLIS, p50, what + " to terminal, p50, ms", "%.2f", p50),
                Figure.atMost(GOAL_P99_MILLIS, p99, what + " to terminal, p99, ms", "%.2f", p99));
    }

    private static long epochNanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private List<Long> eventTimes(SensorProcess sensor, String rule) throws IOException {
        List<Long> times = new ArrayList<>();
        for (String line : Files.readAllLines(sensor.findings())) {
            JsonNode finding = json.readTree(line);
            if (rule.equals(finding.path("ruleId").asText())) {
                times.add(epochNanos(Instant.parse(finding.path("time").asText())));
            }
        }
        return times;
    }
}
