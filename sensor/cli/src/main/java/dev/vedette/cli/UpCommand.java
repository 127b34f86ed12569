package dev.vedette.cli;

import dev.vedette.console.ConsoleException;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.OutputSettings.MetricsSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorException;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.demo.tour.Stage;
import dev.vedette.sensor.demo.tour.Tour;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs sensor, console and store in one process. */
@Command(
        name = "up",
        description = "Run sensor, console and store in one process; Ctrl-C puts everything back.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette up             watch the runtimes that this node has",
            "  vedette up --demo      with a containerd of its own and a tour of harmless attacks"
        })
final class UpCommand implements Callable<Integer> {
    /** What shells report of a program that Ctrl-C has ended. */
    private static final int INTERRUPTED = 130;

    @Option(names = "--demo", description = "Start a private containerd and play a tour of harmless attacks.")
    private boolean demo;

    @Option(names = "--once", description = "End after the tour instead of waiting for Ctrl-C.")
    private boolean once;

    @Option(names = "--pace", paramLabel = "SECONDS", defaultValue = "1.5", description = "Pause between attacks.")
    private double pace;

    @Option(names = "--recording", paramLabel = "FILE", description = "Play a recorded event stream.")
    private Path recording;

    @Option(names = "--record", paramLabel = "FILE", description = "Record the event stream.")
    private Path record;

    @Mixin
    private PolicyOptions policies;

    @Option(
            names = "--runtime",
            paramLabel = "SOCKET",
            description = "A container runtime's socket (default: those found).")
    private List<String> runtimes;

    @Option(names = "--port", defaultValue = "8642", description = "The page's port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--metrics-port",
            defaultValue = "9642",
            description = "Port of /metrics (default: ${DEFAULT-VALUE}).")
    private int metricsPort;

    @Mixin
    private StateOption state;

    private final long began = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        try (OpenThings open = new OpenThings()) {
            try {
                return run(open);
            } catch (Exception e) {
                if (open.isInterrupted()) {
                    return INTERRUPTED;
                }
                throw e;
            }
        } catch (SensorException | ConsoleException | ProbesUnavailableException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private int run(OpenThings open) throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (recording != null) {
            return play(open, "playing " + recording, Files.newInputStream(recording));
        }
        if (obstacle.isEmpty()) {
            return demo ? demonstrate(open) : watch(open);
        }
        if (demo) {
            String why = obstacle.get() + "; so a recording is played through the same pipeline";
            return play(open, why, DemoRecording.open());
        }
        throw new CommandFailed(obstacle.get());
    }

    private int watch(OpenThings open) throws Exception {
        ConsoleServer console = console(open);
        List<RuntimeEndpoint> endpoints = Runtimes.named(runtimes);
        sensor(open, console, endpoints, policies.documents()).start();
        if (endpoints.isEmpty()) {
            System.out.println("no container runtime found: containers will show without their pod and image");
        }
        welcome(console);
        open.awaitInterrupt();
        return 0;
    }

    private int demonstrate(OpenThings open) throws Exception {
        ConsoleServer console = console(open);
        DemoRuntime runtime = open.add(DemoRuntime.start(Home.folder().resolve("demo")));
        Optional<Path> given = policies.documents();
        sensor(open, console, List.of(runtime.endpoint()), given.isPresent() ? given : Optional.of(runtime.policies()))
                .start();
        welcome(console);
        Stage stage = open.add(runtime.stage());
        Tour tour = new Tour(
                stage, ControlSocket.in(state.folder()), System.out, Duration.ofMillis(Math.round(pace * 1_000)));
        Tour.Result result = tour.play();
        System.out.printf("%nThe tour is over: %d steps, %s.%n", result.steps(), verdict(result));
        sayIncidents();
        return waitOrEnd(open, console, result.missed().isEmpty() ? 0 : 1);
    }

    private static String verdict(Tour.Result result) {
        return result.missed().isEmpty() ? "everything was found" : "not found: " + String.join(", ", result.missed());
    }

    private int play(OpenThings open, String why, InputStream recorded) throws Exception {
        System.out.println("vedette: " + why);
        ConsoleServer console = console(open);
        Sensor sensor = sensor(open, console, List.of(), policies.documents());
        sensor.play(recorded);
        welcome(console);
        sensor.awaitEnd();
        System.out.printf("%nThe recording is over.%n");
        sayIncidents();
        return waitOrEnd(open, console, 0);
    }

    /** What was seen one by one, put together. */
    private void sayIncidents() {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        IncidentText.summary(out, new KnownFindings().ofSensor(state.folder()));
        out.flush();
    }

    private int waitOrEnd(OpenThings open, ConsoleServer console, int exit) throws InterruptedException {
        if (!once) {
            System.out.println("The console stays: " + console.address() + "   Ctrl-C ends everything.");
            open.awaitInterrupt();
        }
        return exit;
    }

    private ConsoleServer console(OpenThings open) throws ConsoleException {
        ConsoleServer console =
                open.add(new ConsoleServer(ConsoleSettings.local(Home.folder().resolve("console"), token())
                        .withPorts(port, 0)
                        .withRulePages(RulePages.builtIn())
                        .withJudge(new ReplayJudge(policies.bundles()))));
        console.start();
        return console;
    }

    private final String feedToken = HexFormat.of().formatHex(SecureRandom.getSeed(24));

    private String token() {
        return feedToken;
    }

    private Sensor sensor(
            OpenThings open, ConsoleServer console, List<RuntimeEndpoint> endpoints, Optional<Path> documents) {
        String node = HostName.read();
        ConsoleFeedSettings feed = new ConsoleFeedSettings(
                "127.0.0.1", console.feedPort(), token(), Optional.empty(), node, BuildVersion.current());
        OutputSettings outputs = new OutputSettings(
                Terminal.showsColour() ? OutputSettings.Terminal.COLOUR : OutputSettings.Terminal.PLAIN,
                Optional.of(Home.folder().resolve("findings.ndjson")),
                Optional.empty(),
                Optional.of(feed),
                Optional.of(
                        new MetricsSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), metricsPort), "")));
        return open.add(new Sensor(new SensorSettings(
                node,
                state.folder(),
                endpoints,
                documents,
                policies.bundles(),
                outputs,
                SensorSettings.Tuning.defaults().withBundleTrust(policies.trustOfService()),
                Optional.ofNullable(record))));
    }

    private void welcome(ConsoleServer console) {
        System.out.printf(
                "watching after %.1f s%n  page     %s   (signs in once)%n  metrics  http://127.0.0.1:%d/metrics%n  file     %s%n",
                (System.nanoTime() - began) / 1e9,
                console.signInLink(System.getProperty("user.name")),
                metricsPort,
                Home.folder().resolve("findings.ndjson"));
    }
}
