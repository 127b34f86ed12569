package dev.vedette.cli;

import dev.vedette.policy.model.Mode;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.OutputSettings.MetricsSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorException;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.StartMemory;
import dev.vedette.sensor.images.admission.AdmissionSources;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the sensor alone, as the DaemonSet does. */
@Command(
        name = "sensor",
        description = "Run the sensor alone, as on a node of a cluster.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette sensor --kafka broker:9092 --ndjson /var/log/vedette/findings.ndjson",
            "  vedette sensor --console console.vedette.svc:8643 --console-token-file /run/secrets/feed-token"
        })
final class SensorCommand implements Callable<Integer> {
    @Option(names = "--node", description = "The node's name (default: the host's).")
    private String node = HostName.read();

    @Option(
            names = "--runtime",
            paramLabel = "SOCKET",
            description = "A container runtime's socket; may be given several times (default: those found).")
    private List<String> runtimes;

    @Mixin
    private PolicyOptions policies;

    @Mixin
    private FeedOptions feed;

    @Option(
            names = "--console",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "Send findings to a console.")
    private HostPort console;

    @Option(names = "--console-token-file", paramLabel = "FILE", description = "What to prove ourselves with there.")
    private Path consoleToken;

    @Option(names = "--console-ca", paramLabel = "PEM", description = "The console's certificate or its authority.")
    private Path consoleCa;

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "Serve /metrics, /healthz and /readyz there.")
    private HostPort metrics;

    @Option(
            names = "--metrics-token-file",
            paramLabel = "FILE",
            description = "What a scraper must bear; without it, /metrics is for this machine alone.")
    private Path metricsToken;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "enforce",
            description =
                    "audit: do and deny nothing whatever the policies say, only tell what would be; enforce: as each"
                            + " policy says (default: ${DEFAULT-VALUE}).")
    private Mode mode;

    @Option(
            names = "--admissions",
            paramLabel = "FILE",
            description = "What the webhook has admitted ('vedette webhook --admissions'): tell what it never saw.")
    private Path admissions;

    @Option(
            names = "--seal-key",
            paramLabel = "FILE",
            description = "Public keys of the webhook ('vedette webhook --seal-key'): tell what it has not sealed.")
    private Path sealKey;

    @Option(
            names = "--max-held",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "How many containers policy may hold or cut off at once (default: ${DEFAULT-VALUE}).")
    private int maxHeld;

    @Option(
            names = "--checkpoint",
            description = "Ask the runtime for a checkpoint of a container before it is stopped.")
    private boolean checkpoint;

    @Option(names = "--quiet", description = "Print no findings.")
    private boolean quiet;

    @Option(names = "--record", paramLabel = "FILE", description = "Record the event stream.")
    private Path record;

    @Mixin
    private ProbeOptions probes;

    @Mixin
    private KubernetesOption kubernetes;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        SensorSettings settings = new SensorSettings(
                node,
                state.folder(),
                Runtimes.named(runtimes),
                policies.documents(),
                policies.bundles(),
                outputs(),
                tuning(),
                Optional.ofNullable(record),
                kubernetes.settings());
        try (OpenThings open = new OpenThings()) {
            Sensor sensor = open.add(new Sensor(settings));
            sensor.start();
            System.err.println(
                    "vedette: watching " + node + " (" + settings.runtimes().size() + " container runtime"
                            + (settings.runtimes().size() == 1 ? "" : "s") + ")");
            open.add(StartMemory.giveBackSoon());
            open.awaitInterrupt();
        } catch (SensorException | ProbesUnavailableException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        return 0;
    }

    private SensorSettings.Tuning tuning() {
        SensorSettings.Tuning plain = SensorSettings.Tuning.defaults()
                .withBundleTrust(policies.trustOfService())
                .withProbes(probes.settings())
                .withCompatCalls(probes.compatCalls())
                .withAdmissions(new AdmissionSources(Optional.ofNullable(admissions), Optional.ofNullable(sealKey)));
        return plain.withResponses(plain.responses()
                .withAuditOnly(mode == Mode.AUDIT)
                .withMaxHeld(maxHeld)
                .withCheckpoint(checkpoint));
    }

    private OutputSettings outputs() {
        OutputSettings.Terminal terminal = quiet
                ? OutputSettings.Terminal.NOTHING
                : Terminal.showsColour() ? OutputSettings.Terminal.COLOUR : OutputSettings.Terminal.PLAIN;
        return new OutputSettings(
                terminal,
                feed.ndjson(),
                feed.kafka(),
                Optional.ofNullable(console).map(this::console),
                Optional.ofNullable(metrics)
                        .map(where -> new MetricsSettings(
                                where.resolved(), metricsToken == null ? "" : SecretFile.read(metricsToken))));
    }

    private ConsoleFeedSettings console(HostPort where) {
        if (consoleToken == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--console needs --console-token-file: the console takes no findings from strangers");
        }
        return new ConsoleFeedSettings(
                where.host(),
                where.port(),
                SecretFile.read(consoleToken),
                Optional.ofNullable(consoleCa),
                node,
                BuildVersion.current());
    }
}
