package dev.vedette.cli;

import dev.vedette.console.ConsoleException;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the web console alone, for sensors elsewhere. */
@Command(
        name = "console",
        description = "Run the web console for sensors on other nodes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  vedette console --listen 0.0.0.0:8642 --feed 0.0.0.0:8643 --token-file /run/secrets/feed-token"
        })
final class ConsoleCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8642",
            converter = HostPort.Converter.class,
            description = "Where the page is; by TLS unless on loopback (default: ${DEFAULT-VALUE}).")
    private HostPort page;

    @Option(
            names = "--feed",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8643",
            converter = HostPort.Converter.class,
            description = "Where sensors connect; by TLS unless on loopback (default: ${DEFAULT-VALUE}).")
    private HostPort feed;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where findings are kept.")
    private Path data;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description = "What sensors prove themselves with.")
    private Path tokenFile;

    @Option(
            names = "--bundle",
            paramLabel = "JAR",
            description = "Rules of your own, by which recordings are judged as well; may be given several times.")
    private List<Path> bundles = List.of();

    @Mixin
    private TlsOptions tls;

    @Override
    public Integer call() throws InterruptedException {
        ConsoleSettings settings = new ConsoleSettings(
                page.host(),
                page.port(),
                feed.host(),
                feed.port(),
                SecretFile.read(tokenFile),
                data == null ? Home.folder().resolve("console") : data,
                tls.files(),
                ConsoleSettings.MAX_FINDINGS,
                RulePages.builtIn(),
                Optional.of(new ReplayJudge(bundles)));
        try (OpenThings open = new OpenThings()) {
            ConsoleServer console = open.add(new ConsoleServer(settings));
            console.start();
            System.out.println("the console's page: " + console.signInLink(System.getProperty("user.name")));
            System.out.println("(the link signs in once)");
            console.ownCertificate().ifPresent(pem -> System.out.println("sensors trust it with --console-ca " + pem));
            open.awaitInterrupt();
        } catch (ConsoleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        return 0;
    }
}
