package dev.vedette.cli;

import dev.vedette.policy.admission.AdmissionWebhook;
import dev.vedette.policy.admission.WebhookException;
import dev.vedette.policy.admission.WebhookReports;
import dev.vedette.policy.admission.WebhookSettings;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the admission webhook. */
@Command(
        name = "webhook",
        description = "Answer the API server's admission reviews over TLS.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  vedette webhook --name vedette-webhook.vedette.svc --mode enforce --deny-at high",
            "  vedette webhook --pod-security --kubeconfig webhook.kubeconfig --fail-closed",
            "  vedette webhook --kafka broker:9092 --template 'Fleet.example.com=spec.crews.*.pod'"
        })
final class WebhookCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "0.0.0.0:9443",
            converter = HostPort.Converter.class,
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private HostPort address;

    @Mixin
    private TlsOptions tls;

    @Option(names = "--keys", paramLabel = "FOLDER", description = "Where a self-made certificate is kept.")
    private Path keyFolder;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A name the self-made certificate is valid for; may be given several times.")
    private List<String> names = List.of("localhost", "127.0.0.1");

    @Option(
            names = "--mode",
            defaultValue = "audit",
            description = "audit warns, enforce denies (default: ${DEFAULT-VALUE}).")
    private Mode mode;

    @Option(
            names = "--deny-at",
            paramLabel = "SEVERITY",
            defaultValue = "high",
            description = "With --mode enforce, deny from this severity on (default: ${DEFAULT-VALUE}).")
    private Severity denyAt;

    @Option(
            names = "--own-namespace",
            defaultValue = "vedette",
            description = "Never judged (default: ${DEFAULT-VALUE}).")
    private String ownNamespace;

    @Option(
            names = "--admissions",
            paramLabel = "FILE",
            description = "Write down which pods were admitted, for 'vedette sensor --admissions'.")
    private Path admissions;

    @Option(
            names = "--seal-key",
            paramLabel = "FILE",
            description = "Sign what was admitted, at /mutate, into an annotation of the pod that 'vedette sensor"
                    + " --seal-key FILE.pub' reads; the key is made if it is not there.")
    private Path sealKey;

    @Option(
            names = "--client-ca",
            paramLabel = "PEM",
            description = "Answer reviews only for clients with a certificate that is issued under these; needed with"
                    + " --seal-key, except on a loopback address.")
    private Path clientCa;

    @Option(
            names = "--fail-closed",
            description =
                    "At /validate/pods, refuse what cannot be judged, or not in time. Elsewhere it is let in with a"
                            + " warning.")
    private boolean failClosed;

    @Option(
            names = "--answer-within",
            paramLabel = "MILLISECONDS",
            defaultValue = "2000",
            description = "How long a review may take; less than the API server waits (default: ${DEFAULT-VALUE}).")
    private int answerWithin;

    @Mixin
    private PodSecurityOptions standards;

    @Mixin
    private TemplateOptions templates;

    @Mixin
    private FeedOptions feed;

    @Mixin
    private PolicyOptions policies;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (answerWithin <= 0) {
            throw new ParameterException(spec.commandLine(), "--answer-within is to be 1 or more, not " + answerWithin);
        }
        WebhookSettings settings = new WebhookSettings(
                address.host(),
                address.port(),
                tls.files(),
                keyFolder == null ? Home.folder().resolve("webhook") : keyFolder,
                names,
                mode == Mode.ENFORCE,
                denyAt,
                ownNamespace,
                WebhookSettings.DEFAULT_MAX_REQUEST_BYTES,
                Optional.ofNullable(admissions),
                Optional.ofNullable(sealKey),
                Optional.ofNullable(clientCa),
                failClosed,
                Duration.ofMillis(answerWithin),
                templates.all());
        try (OpenThings open = new OpenThings()) {
            Metrics metrics = new Metrics();
            DecisionOutputs outputs = new DecisionOutputs(feed, open, metrics);
            AdmissionWebhook webhook = open.add(new AdmissionWebhook(
                    settings,
                    policies.scanner(open, policies.trustOfService()),
                    standards.reviewer(open, settings.templates()),
                    new WebhookReports(HostName.read(), metrics, outputs::decided)));
            webhook.start();
            System.out.println("answering admission reviews on https://" + new HostPort(address.host(), webhook.port())
                    + "/validate");
            open.awaitInterrupt();
        } catch (WebhookException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        return 0;
    }
}
