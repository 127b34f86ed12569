package dev.vedette.cli;

import dev.vedette.policy.admission.AdmissionWebhook;
import dev.vedette.policy.admission.WebhookSettings;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.tls.PemFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the admission webhook. */
@Command(
        name = "webhook",
        description = "Answer the API server's admission reviews over TLS.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  vedette webhook --port 8443 --name vedette-webhook.vedette.svc --enforce"})
final class WebhookCommand implements Callable<Integer> {
    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--port", defaultValue = "8443", description = "Port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--tls-cert", paramLabel = "PEM", description = "Certificate chain; without it one is made.")
    private Path certificates;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's key.")
    private Path key;

    @Option(names = "--keys", paramLabel = "FOLDER", description = "Where a self-made certificate is kept.")
    private Path keyFolder;

    @Option(names = "--name", paramLabel = "NAME", description = "A name the self-made certificate is valid for.")
    private List<String> names;

    @Option(names = "--enforce", description = "Deny; without it findings are warnings.")
    private boolean enforce;

    @Option(
            names = "--deny-at",
            defaultValue = "HIGH",
            description = "With --enforce, deny from this severity on (default: ${DEFAULT-VALUE}).")
    private Severity denyAt;

    @Option(
            names = "--own-namespace",
            defaultValue = "vedette",
            description = "Never judged (default: ${DEFAULT-VALUE}).")
    private String ownNamespace;

    @Override
    public Integer call() throws BundleException, InterruptedException {
        if ((certificates == null) != (key == null)) {
            throw new CommandFailed("give both --tls-cert and --tls-key, or neither");
        }
        WebhookSettings settings = new WebhookSettings(
                host,
                port,
                Optional.ofNullable(certificates).map(chain -> new PemFiles(chain, key)),
                keyFolder == null ? Home.folder().resolve("webhook") : keyFolder,
                names == null ? List.of("localhost", "127.0.0.1") : names,
                enforce,
                denyAt,
                ownNamespace,
                WebhookSettings.DEFAULT_MAX_REQUEST_BYTES);
        try (OpenThings open = new OpenThings()) {
            Scanner scanner = open.add(
                    new Scanner(List.of(RuleBundle.builtIn(WebhookCommand.class.getClassLoader())), PolicySet.NONE));
            AdmissionWebhook webhook = open.add(new AdmissionWebhook(settings, scanner));
            webhook.start();
            System.out.println("answering admission reviews on https://" + host + ":" + webhook.port() + "/validate");
            open.awaitInterrupt();
        }
        return 0;
    }
}
