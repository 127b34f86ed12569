package dev.vedette.tests.console;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Loss;
import dev.vedette.policy.feed.wire.NodeHealth;
import dev.vedette.policy.feed.wire.Runtime;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.console.Command;
import dev.vedette.sensor.outputs.console.ConsoleFeedClient;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import dev.vedette.sensor.outputs.console.ConsoleRequests;
import dev.vedette.sensor.outputs.console.NodeNews;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The sensor's own client of the console, with a test in the sensor's place. */
final class ConnectedNode implements ConsoleRequests, AutoCloseable {
    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final Metrics metrics = new Metrics();
    private final ConsoleFeedClient client;
    private final FindingJson json = new FindingJson();
    private volatile long lost;
    private volatile String automaticStopped = "";
    private volatile ByteString report = ByteString.EMPTY;
    private volatile ByteString waits = ByteString.EMPTY;
    private volatile int lastingLeftOut;
    private volatile boolean reportAsked;
    private volatile List<NodeHealth> health = List.of();
    private volatile List<ResponseOutcome> lasting = List.of();

    ConnectedNode(String name, int port, String token) throws IOException {
        this(name, port, token, Optional.empty());
    }

    ConnectedNode(String name, int port, String token, Optional<Path> trusted) throws IOException {
        this.client = new ConsoleFeedClient(
                new ConsoleFeedSettings("127.0.0.1", port, token, trusted, name, "0.1.0"),
                json,
                metrics,
                new NodeNews(this::status, this::reportNow, () -> waits),
                this);
    }

    private Status status() {
        return Status.newBuilder()
                .setProbesAttached(14)
                .setProbesWanted(14)
                .setContainers(23)
                .setCpuCores(0.021)
                .setResidentBytes(151L << 20)
                .setBaselineReady(true)
                .addLosses(Loss.newBuilder().setWhere("ring").setWhy("full").setCount(lost))
                .addRuntimes(Runtime.newBuilder().setName("containerd 1.7.24").setConnected(true))
                .setAutomaticStopped(automaticStopped)
                .addAllHealth(health)
                .setLastingLeftOut(lastingLeftOut)
                .addAllLasting(lasting.stream()
                        .map(one -> ByteString.copyFrom(json.encode(one)))
                        .toList())
                .build();
    }

    private ByteString reportNow() {
        if (!report.isEmpty()) {
            reportAsked = true;
        }
        return report;
    }

    @Override
    public void respond(Command command) {
        commands.add(command);
    }

    @Override
    public void automatic(boolean stopped, String requestedBy) {
        automaticStopped = stopped ? "stopped by " + requestedBy : "";
    }

    /** What it says from now on of itself, as a sensor writes it. */
    void reportOn(String content) {
        report = ByteString.copyFromUtf8(content);
    }

    /** The window of waits that it tells from now on. */
    void waitsAre(String window) {
        waits = ByteString.copyFromUtf8(window);
    }

    void healthIs(List<NodeHealth> items) {
        health = items;
    }

    void lastingIs(List<ResponseOutcome> responses) {
        lasting = responses;
    }

    void lastingLeftOut(int others) {
        lastingLeftOut = others;
    }

    void find(Finding finding) {
        client.finding(finding);
    }

    void report(ResponseOutcome outcome) {
        client.outcome(outcome);
    }

    void lose(long events) {
        lost = events;
    }

    /** The next command, null if none comes within {@link Waiting#LONG}. */
    Command awaitCommand() throws InterruptedException {
        return commands.poll(Waiting.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until all is acknowledged; false after {@link Waiting#LONG}. */
    boolean awaitDelivered() throws InterruptedException {
        return await(() -> client.waiting() == 0);
    }

    boolean awaitConnected() throws InterruptedException {
        return await(client::connected);
    }

    /** Waits until a second attempt to connect is made: the first was refused then. */
    boolean awaitRefused() throws InterruptedException {
        return await(() -> !scrape().contains("vedette_console_connections_total 0.0")
                && !scrape().contains("vedette_console_connections_total 1.0"));
    }

    /** Waits until the client has asked for the report. */
    boolean awaitReportAsked() throws InterruptedException {
        return await(() -> reportAsked);
    }

    boolean connected() {
        return client.connected();
    }

    boolean awaitDisconnected() throws InterruptedException {
        return await(() -> !client.connected());
    }

    String scrape() {
        return metrics.scrape();
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + Waiting.LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return condition.getAsBoolean();
    }

    @Override
    public void close() {
        client.close();
    }
}
