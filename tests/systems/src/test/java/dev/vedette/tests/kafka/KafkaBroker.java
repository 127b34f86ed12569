package dev.vedette.tests.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A real Kafka broker (KRaft, one node) in a process of its own on loopback, that can be stopped and started again. */
public final class KafkaBroker implements AutoCloseable {
    private static final String CLUSTER_ID = "dmVkZXR0ZS10ZXN0LWlkMQ";

    private final Path directory;
    private final int port = freePort();
    private final int controllerPort = freePort();
    private Process process;

    /** Formats and starts it in an empty {@code directory}. */
    public KafkaBroker(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        writeSettings();
        run(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        CLUSTER_ID,
                        "-c",
                        settings().toString())
                .waitFor();
        start();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public void start() throws IOException, InterruptedException {
        process = run("kafka.Kafka", settings().toString());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the broker did not start, see " + directory.resolve("broker.log"));
            }
            Thread.sleep(100);
        }
    }

    public void stop() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private void writeSettings() throws IOException {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", directory.resolve("log").toString());
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.partitions", "3");
        try (var out = Files.newOutputStream(settings())) {
            settings.store(out, "one node");
        }
    }

    private Path settings() {
        return directory.resolve("broker.properties");
    }

    private Process run(String... mainAndArguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
