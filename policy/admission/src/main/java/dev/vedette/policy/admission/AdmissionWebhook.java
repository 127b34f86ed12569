package dev.vedette.policy.admission;

import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.tls.Identity;
import dev.vedette.policy.tls.TrustedFile;
import dev.vedette.policy.tls.UnusableIdentityException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook: {@code POST /validate} answers AdmissionReview v1, {@code POST /mutate} seals new pods that it would let in,
 * {@code GET /healthz} says that it can.
 *
 * <p>Guarantees: TLS only; a body that is no review gets 400 and one sentence, one that is too large 413; a review gets
 * an answer with its uid. An object that cannot be judged is let through with a warning, as is anything while the rules
 * themselves fail: a sensor's fault must not stop a cluster. Objects of its own namespace, deletions and kinds that
 * say nothing of pods or rights are let through. Where client certificates are asked for, a review without one gets 403; without them nothing is
 * sealed for other hosts. Thread-safe.
 */
public final class AdmissionWebhook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionWebhook.class);

    /** What TLS has verified of the client. Source: Jakarta Servlet 6, 3.10. */
    private static final String CLIENT_CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final WebhookSettings settings;
    private final ReviewFormat format = new ReviewFormat();
    private final Reviewer reviewer;
    private final Javalin server;

    /**
     * @param scanner used by one request after another; closed by whoever made it
     * @throws WebhookException if there is no usable certificate, or admissions cannot be written down or sealed
     */
    public AdmissionWebhook(WebhookSettings settings, Scanner scanner) {
        this.settings = settings;
        demandClients(settings);
        Optional<AdmissionLog> log = settings.admissions().map(file -> new AdmissionLog(file, Clock.systemUTC()));
        log.ifPresent(AdmissionLog::begin);
        this.reviewer = new Reviewer(
                scanner,
                new AdmissionPolicy(settings.enforce(), settings.denyAt()),
                settings.ownNamespace(),
                log,
                settings.sealKey().map(AdmissionWebhook::sealer),
                Clock.systemUTC());
        Identity identity = usable(settings::identity);
        Optional<KeyStore> clients = settings.clientCa().map(file -> usable(new TrustedFile(file)::keyStore));
        this.server = Javalin.create(config -> configure(config, identity, clients));
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

    private interface Usable<T> {
        T get() throws UnusableIdentityException;
    }

    private static <T> T usable(Usable<T> files) {
        try {
            return files.get();
        } catch (UnusableIdentityException e) {
            throw new WebhookException(e.getMessage(), e);
        }
    }

    /** @throws WebhookException if the port is taken or may not be used */
    public void start() {
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

    @Override
    public void close() {
        server.stop();
    }

    private void configure(JavalinConfig config, Identity identity, Optional<KeyStore> clients) {
        config.startup.showJavalinBanner = false;
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, identity, clients));
        config.routes.get("/healthz", context -> context.result("ok\n"));
        config.routes.post("/validate", context -> answer(context, reviewer::review));
        config.routes.post("/mutate", context -> answer(context, reviewer::mutate));
    }

    private ServerConnector connector(
            Server jetty, HttpConfiguration http, Identity identity, Optional<KeyStore> clients) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity.keyStore());
        tls.setKeyStorePassword(Identity.KEY_STORE_PASSWORD);
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        // Wanted and not needed: the kubelet's probes have none.
        clients.ifPresent(authorities -> {
            tls.setTrustStore(authorities);
            tls.setWantClientAuth(true);
        });
        HttpConfiguration secure = new HttpConfiguration(http);
        // Kubernetes names the Service, a test or a probe an address; the certificate's names are the client's
        // business.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        secure.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(jetty, tls, new HttpConnectionFactory(secure));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    private void answer(Context context, Function<AdmissionRequest, AdmissionAnswer> judge) throws IOException {
        if (settings.clientCa().isPresent() && context.req().getAttribute(CLIENT_CERTIFICATES) == null) {
            refuse(context, HttpStatus.FORBIDDEN, "reviews are answered only for clients with a certificate");
            return;
        }
        byte[] body;
        try (InputStream in = context.req().getInputStream()) {
            body = in.readNBytes(settings.maxRequestBytes() + 1);
        }
        if (body.length > settings.maxRequestBytes()) {
            refuse(
                    context,
                    HttpStatus.CONTENT_TOO_LARGE,
                    "the review is larger than " + settings.maxRequestBytes() + " bytes");
            return;
        }
        try {
            AdmissionRequest request = format.read(body);
            context.contentType("application/json").result(format.write(request.uid(), judge.apply(request)));
        } catch (MalformedReviewException e) {
            refuse(context, HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private static void refuse(Context context, HttpStatus status, String sentence) {
        LOG.warn("refused a request from {}: {}", context.ip(), sentence);
        context.status(status).contentType("text/plain; charset=utf-8").result(sentence + "\n");
    }
}
