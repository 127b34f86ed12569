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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Starts the sensor once, with free ports and in a folder that goes away again. Where eBPF is not allowed, the recorded
 * tour takes the kernel's place.
 */
final class SensorTraining {
    private static final long RUN_MILLIS = 2_000;
    private static final int PROGRAMS = 50;
    private static final String TOKEN = "training";

    private final Path folder;

    SensorTraining(Path folder) {
        this.folder = folder;
    }

    /** @param withConsole whether console and store start as well */
    void run(boolean withConsole) throws Exception {
        try (OpenThings open = new OpenThings()) {
            start(open, withConsole);
        } catch (SensorException | ConsoleException | ProbesUnavailableException | ControlException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private void start(OpenThings open, boolean withConsole) throws Exception {
        Path state = folder.resolve("state");
        Optional<ConsoleFeedSettings> feed = withConsole ? Optional.of(console(open)) : Optional.empty();
        Sensor sensor = open.add(new Sensor(settings(state, feed)));
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

    private ConsoleFeedSettings console(OpenThings open) throws ConsoleException {
        ConsoleServer console = open.add(new ConsoleServer(ConsoleSettings.local(folder.resolve("console"), TOKEN)
                .withPorts(0, 0)
                .withRulePages(RulePages.builtIn())));
        console.start();
        return new ConsoleFeedSettings(
                "127.0.0.1", console.feedPort(), TOKEN, Optional.empty(), "training", BuildVersion.current());
    }

    private SensorSettings settings(Path state, Optional<ConsoleFeedSettings> feed) {
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
}
