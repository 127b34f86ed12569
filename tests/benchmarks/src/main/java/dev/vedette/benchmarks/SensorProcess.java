package dev.vedette.benchmarks;

import dev.vedette.probes.record.FailureReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sensor as users start it: a process of its own by the launcher, whose terminal output is read here. Nothing else
 * of it is shared with the measuring process.
 */
public final class SensorProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final String RING_FULL = '"' + FailureReason.RING_FULL.name() + '"';
    private static final String READY = "watching";

    /** A line and when it was read, in nanoseconds since the epoch. */
    record Line(String text, long epochNanos) {}

    private final Path folder;
    private final Process process;
    private final int metricsPort;
    private final Clock clock = Clock.systemUTC();
    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final long startedNanos = System.nanoTime();

    /**
     * Starts a sensor; it need not be ready when this returns.
     *
     * @param further options of the sensor
     * @param jvmOptions further options of its virtual machine, "" for none
     */
    SensorProcess(Path launcher, Path folder, List<String> further, String jvmOptions) throws IOException {
        this.folder = folder;
        this.metricsPort = freePort();
        Files.deleteIfExists(findings());
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "sensor",
                "--state=" + state(),
                "--ndjson=" + findings(),
                "--metrics=127.0.0.1:" + metricsPort));
        command.addAll(further);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("VEDETTE_JVM_OPTIONS", jvmOptions);
        this.process = builder.start();
        Thread.ofPlatform().daemon().name("sensor's output").start(this::read);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Instant now = clock.instant();
                lines.add(new Line(line, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano()));
            }
        } catch (IOException e) {
            // It was ended while we read.
        }
    }

    /** Waits until it says that it watches. */
    public void awaitReady() throws IOException, InterruptedException {
        await("it is ready", () -> errors().contains(READY));
    }

    /** Waits for something that the sensor brings about. */
    void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "the sensor " + (process.isAlive() ? "runs" : "ended") + " before " + what + ": " + errors());
            }
            Thread.sleep(5);
        }
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Findings of a rule as they arrived on its standard output. */
    List<Line> linesOf(String rule) {
        List<Line> found = new ArrayList<>();
        for (Line line : lines) {
            if (line.text().contains(" " + rule + " ")) {
                found.add(line);
            }
        }
        return found;
    }

    /** Where it writes its findings, one JSON object a line, in the order of its standard output. */
    public Path findings() {
        return folder.resolve("findings.ndjson");
    }

    /** The folder that it keeps its state in. */
    public Path state() {
        return folder.resolve("state");
    }

    /** When it was started, by {@link System#nanoTime()}. */
    long startedNanos() {
        return startedNanos;
    }

    /** Resident memory in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("the kernel does not say how much memory " + process.pid() + " has");
    }

    /** CPU time in seconds, to a hundredth. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Records that it took from the kernel. */
    double records() throws IOException, InterruptedException {
        return counter("vedette_records_total", "");
    }

    /** Records that found no room in the ring. */
    double lost() throws IOException, InterruptedException {
        return counter("vedette_kernel_failures_total", RING_FULL);
    }

    /** The facts that its rules have it watch for. */
    Set<String> facts() throws IOException, InterruptedException {
        return figures("vedette_probe_rung")
                .map(line -> line.replaceAll(".*fact=\"([^\"]*)\".*", "$1"))
                .collect(Collectors.toSet());
    }

    private double counter(String name, String label) throws IOException, InterruptedException {
        return figures(name)
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Stream<String> figures(String name) throws IOException, InterruptedException {
        HttpResponse<String> figures = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return figures.body().lines().filter(line -> line.startsWith(name + "{"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
        http.close();
    }
}
