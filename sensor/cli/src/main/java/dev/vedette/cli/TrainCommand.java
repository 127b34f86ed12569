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
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Starts sensor, console and store once and ends, so that the virtual machine learns which classes a start needs; the
 * launcher makes a cache of them. Uses free ports and a folder that goes away again. Where eBPF is not allowed, the
 * recorded tour takes the kernel's place.
 */
@Command(name = "train", hidden = true, description = "Start everything once, for the cache of loaded classes.")
final class TrainCommand implements Callable<Integer> {
    private static final long RUN_MILLIS = 2_000;
    private static final int PROGRAMS = 50;
    private static final String TOKEN = "training";

    private enum What {
        SENSOR,
        UP
    }

    @Parameters(paramLabel = "WHAT", description = "What is to start: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("vedette-train");
        try (OpenThings open = new OpenThings()) {
            train(open, folder);
        } catch (SensorException | ConsoleException | ProbesUnavailableException | ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        } finally {
            remove(folder);
        }
        return 0;
    }

    private void train(OpenThings open, Path folder) throws Exception {
        Path state = folder.resolve("state");
        Optional<ConsoleFeedSettings> feed = what == What.UP ? Optional.of(console(open, folder)) : Optional.empty();
        Sensor sensor = open.add(new Sensor(settings(folder, state, feed)));
        if (ProbeCheck.obstacle().isEmpty()) {
            sensor.start();
            for (int i = 0; i < PROGRAMS; i++) {
                new ProcessBuilder("true").start().waitFor();
            }
        } else {
            sensor.play(DemoRecording.open());
        }
        try (ControlClient control = new ControlClient(ControlSocket.in(state))) {
            control.containers();
        }
        Thread.sleep(RUN_MILLIS);
    }

    private static ConsoleFeedSettings console(OpenThings open, Path folder) throws ConsoleException {
        ConsoleServer console = open.add(new ConsoleServer(ConsoleSettings.local(folder.resolve("console"), TOKEN)
                .withPorts(0, 0)
                .withRulePages(RulePages.builtIn())));
        console.start();
        return new ConsoleFeedSettings(
                "127.0.0.1", console.feedPort(), TOKEN, Optional.empty(), "training", BuildVersion.current());
    }

    private static SensorSettings settings(Path folder, Path state, Optional<ConsoleFeedSettings> feed) {
        OutputSettings outputs = new OutputSettings(
                OutputSettings.Terminal.PLAIN,
                Optional.of(folder.resolve("findings.ndjson")),
                Optional.empty(),
                feed,
                Optional.of(new MetricsSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "")));
        return new SensorSettings(
                "training",
                state,
                Runtimes.discovered().cri(),
                Optional.empty(),
                List.of(),
                outputs,
                SensorSettings.Tuning.defaults(),
                Optional.empty());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
