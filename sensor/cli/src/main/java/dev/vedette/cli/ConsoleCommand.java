package dev.vedette.cli;

import dev.vedette.console.ConsoleException;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.policy.tls.PemFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the web console alone, for sensors elsewhere. */
@Command(
        name = "console",
        description = "Run the web console for sensors on other nodes.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  vedette console --host 0.0.0.0 --token-file /run/secrets/feed-token"})
final class ConsoleCommand implements Callable<Integer> {
    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address of page and feed (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--port", defaultValue = "8642", description = "Port of the page (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--feed-port", defaultValue = "8643", description = "Port for sensors (default: ${DEFAULT-VALUE}).")
    private int feedPort;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where findings are kept.")
    private Path data;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description = "What sensors prove themselves with.")
    private Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "PEM", description = "Certificate chain; without it one is made.")
    private Path certificates;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's key.")
    private Path key;

    @Override
    public Integer call() throws InterruptedException {
        ConsoleSettings settings = ConsoleSettings.local(
                        data == null ? Home.folder().resolve("console") : data, SecretFile.read(tokenFile))
                .withHost(host)
                .withPorts(port, feedPort)
                .withRulePages(RulePages.builtIn());
        if (certificates != null && key != null) {
            settings = settings.withCertificate(new PemFiles(certificates, key));
        }
        try (OpenThings open = new OpenThings()) {
            ConsoleServer console = open.add(new ConsoleServer(settings));
            console.start();
            System.out.println("the console's page: " + console.signInLink(System.getProperty("user.name")));
            System.out.println("(the link signs in once)");
            open.awaitInterrupt();
        } catch (ConsoleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        return 0;
    }
}
