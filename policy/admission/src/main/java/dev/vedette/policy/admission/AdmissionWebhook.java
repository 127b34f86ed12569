package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.admission.review.MalformedReviewException;
import dev.vedette.policy.admission.review.ReviewFormat;
import dev.vedette.policy.admission.standards.StandardsReviewer;
import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.manifest.Scanner;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook: {@code POST /validate/pods} and {@code POST /validate} answer AdmissionReview v1, {@code POST /mutate} seals
 * new pods that it would let in. {@code GET /healthz} says that it lives, {@code GET /readyz} that it judges, {@code GET
 * /metrics} how much and how fast.
 *
 * <p>Guarantees: TLS only; a body that is no review gets 400 and one sentence, one that is too large 413; a review gets an
 * answer with its uid, within the time that is set for it or that the API server waits, whatever is asked. What cannot be
 * judged, or not in time, is let through with a warning, except at {@code /validate/pods} where that is to fail closed.
 * Objects of its own namespace, deletions and kinds that say nothing of pods or rights are let through. Where client
 * certificates are asked for, a review without one gets 403; without them nothing is sealed for other hosts. Thread-safe.
 */
public final class AdmissionWebhook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionWebhook.class);

    /** What TLS has verified of the client. Source: Jakarta Servlet 6, 3.10. */
    private static final String CLIENT_CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final WebhookSettings settings;
    private final WebhookReports reports;
    private final ReviewFormat format = new ReviewFormat();
    private final TimedJudges judges = new TimedJudges();
    private final Reviewer reviewer;
    private final Readiness readiness;
    private final WebhookFigures figures;
    private final TlsConnector tls;
    private final Javalin server;

    /** As the other one, by the rules alone. */
    public AdmissionWebhook(WebhookSettings settings, Scanner scanner) {
        this(settings, scanner, Optional.empty(), WebhookReports.none());
    }

    /**
     * @param scanner used by one request after another; closed by whoever made it
     * @param standards judges pods by what their namespaces demand; empty if that is left to Kubernetes
     * @param reports where it tells what it does
     * @throws WebhookException if there is no usable certificate, or admissions cannot be written down or sealed
     */
    public AdmissionWebhook(
            WebhookSettings settings, Scanner scanner, Optional<StandardsReviewer> standards, WebhookReports reports) {
        this.settings = settings;
        this.reports = reports;
        demandClients(settings);
        Optional<AdmissionLog> log = settings.admissions().map(file -> new AdmissionLog(file, Clock.systemUTC()));
        log.ifPresent(AdmissionLog::begin);
        RulesReviewer rules = new RulesReviewer(
                scanner, new AdmissionPolicy(settings.enforce(), settings.denyAt()), settings.templates());
        this.reviewer = new Reviewer(
                rules,
                standards,
                judges,
                settings.ownNamespace(),
                log,
                settings.sealKey().map(AdmissionWebhook::sealer),
                Clock.systemUTC());
        this.readiness = new Readiness(
                new SelfTest(rules, standards, judges, settings.enforce()),
                () -> standards.map(StandardsReviewer::isReady).orElse(true));
        this.figures = new WebhookFigures(reports.metrics(), readiness);
        this.tls = new TlsConnector(settings);
        this.server = Javalin.create(this::configure);
    }

    /** A seal says that the API server let a pod in: whoever has one made without being asked who they are needs no more. */
    private static void demandClients(WebhookSettings settings) {
        if (settings.sealKey().isPresent() && settings.clientCa().isEmpty() && !settings.isOnLoopback()) {
            throw new WebhookException(
                    "whoever reaches " + settings.host() + " could have pods sealed: give --client-ca"
                            + " with the authority of the API server's client certificate, or listen on 127.0.0.1");
        }
    }

    private static Sealer sealer(Path key) {
        try {
            return new Sealer(SigningKeys.privateKeyOrNew(key), Clock.systemUTC());
        } catch (IOException e) {
            throw new WebhookException("admissions can't be sealed: " + e.getMessage(), e);
        }
    }

    /** @throws WebhookException if the port is taken or may not be used */
    public void start() {
        readiness.begin();
        try {
            server.start();
        } catch (JavalinBindException e) {
            throw new WebhookException(
                    "cannot listen on " + settings.host() + ":" + settings.port()
                            + "; is something else there, or may this user not use the port? Choose another one",
                    e);
        }
        if (settings.clientCa().isPresent()) {
            LOG.info(
                    "reviews are answered for clients with a certificate under {}",
                    settings.clientCa().get());
        } else if (settings.sealKey().isPresent() || settings.admissions().isPresent()) {
            LOG.warn(
                    "whoever reaches {}:{} can have pods taken for admitted: give --client-ca",
                    settings.host(),
                    port());
        }
    }

    /** The port it listens on once started. */
    public int port() {
        return server.port();
    }

    /** Serves the certificate that is there now, which it does by itself each minute. */
    void refreshCertificates() {
        tls.refresh();
    }

    @Override
    public void close() {
        server.stop();
        tls.close();
        readiness.close();
        judges.close();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.jetty.addConnector(tls::of);
        config.routes.get("/healthz", context -> context.result("ok\n"));
        config.routes.get("/readyz", this::ready);
        config.routes.get("/metrics", this::metrics);
        config.routes.post("/validate", context -> answer(context, false, reviewer::review, reports::decided));
        config.routes.post(
                "/validate/pods",
                context -> answer(context, settings.failClosed(), reviewer::review, reports::decided));
        // What is decided of a pod is told when it is validated, as others have changed it.
        config.routes.post(
                "/mutate", context -> answer(context, false, reviewer::mutate, (request, answer, took, until) -> {}));
    }

    private void ready(Context context) {
        Optional<String> problem = readiness.problem();
        context.status(problem.isPresent() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
                .contentType("text/plain; charset=utf-8")
                .result(problem.orElse("ok") + "\n");
    }

    /** As the sensor's, figures are for who is on the same host, as {@code kubectl port-forward} is, or known. */
    private void metrics(Context context) {
        if (!isKnown(context) && !InetAddress.ofLiteral(context.ip()).isLoopbackAddress()) {
            refuse(context, HttpStatus.FORBIDDEN, "figures are given to this host and to clients with a certificate");
            return;
        }
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(figures.scrape());
    }

    private static boolean isKnown(Context context) {
        return context.req().getAttribute(CLIENT_CERTIFICATES) != null;
    }

    private interface Judge {
        AdmissionAnswer answer(AdmissionRequest request, boolean closed, Deadline until);
    }

    private interface Heard {
        void decided(AdmissionRequest request, AdmissionAnswer answer, Duration took, Deadline until);
    }

    private void answer(Context context, boolean closed, Judge judge, Heard heard) throws IOException {
        long began = System.nanoTime();
        Deadline until = Deadline.in(ApiServerTimeout.shorten(settings.answerWithin(), context.queryParam("timeout")));
        try (InputStream in = context.req().getInputStream()) {
            demandKnown(context);
            byte[] body = RequestBody.read(in, context.req().getContentLengthLong(), settings.maxRequestBytes(), until);
            AdmissionRequest request = format.read(body);
            AdmissionAnswer answer = judge.answer(request, closed, until);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            figures.answered(context.path(), answer, took);
            heard.decided(request, answer, took, until);
            context.contentType("application/json").result(format.write(request.uid(), answer));
        } catch (RefusedRequestException e) {
            refuse(context, e.status(), e.getMessage());
        } catch (MalformedReviewException e) {
            refuse(context, HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private void demandKnown(Context context) throws RefusedRequestException {
        if (settings.clientCa().isPresent() && !isKnown(context)) {
            throw new RefusedRequestException(
                    HttpStatus.FORBIDDEN, "reviews are answered only for clients with a certificate");
        }
    }

    private void refuse(Context context, HttpStatus status, String sentence) {
        LOG.warn("refused a request from {}: {}", context.ip(), sentence);
        figures.refused();
        context.status(status).contentType("text/plain; charset=utf-8").result(sentence + "\n");
    }
}
