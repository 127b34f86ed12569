package dev.vedette.policy.admission;

import dev.vedette.policy.tls.Identity;
import dev.vedette.policy.tls.TrustedFile;
import dev.vedette.policy.tls.UnusableIdentityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the webhook is reached: TLS under a certificate that may be exchanged while it runs.
 *
 * <p>Files are looked at each minute: what cert-manager or a mounted Secret puts there is served from then on, and a self-made
 * certificate that ends soon is made anew. Files that cannot be used meanwhile are said, and leave what is served as it is.
 * Connections that are open stay so. Thread-safe.
 */
final class TlsConnector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsConnector.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Who asks nothing for that long keeps others from being heard; an API server connects again. */
    private static final Duration IDLE = Duration.ofSeconds(10);
    /**
     * What a connection may idle above the time of an answer: at the same moment the connection would be closed beside an
     * answer that takes all its time, and its next request be lost.
     */
    private static final Duration SPARE = Duration.ofSeconds(2);

    private final WebhookSettings settings;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-certificates").daemon().factory());
    private Served served;

    /** What is shown to clients, and which of theirs are believed. */
    private record Served(Identity identity, List<Certificate> authorities, Optional<KeyStore> trusted) {
        boolean isAsGoodAs(Served other) {
            return identity.chain().equals(other.identity.chain()) && authorities.equals(other.authorities);
        }
    }

    /** @throws WebhookException if there is no usable certificate */
    TlsConnector(WebhookSettings settings) {
        this.settings = settings;
        try {
            served = read();
        } catch (UnusableIdentityException e) {
            throw new WebhookException(e.getMessage(), e);
        }
        tls.setKeyStorePassword(Identity.KEY_STORE_PASSWORD);
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        // Wanted and not needed: the kubelet's probes have none.
        tls.setWantClientAuth(settings.clientCa().isPresent());
        serve(tls);
        var unused =
                again.scheduleWithFixedDelay(this::refresh, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private Served read() throws UnusableIdentityException {
        Identity identity = settings.identity();
        if (settings.clientCa().isEmpty()) {
            return new Served(identity, List.of(), Optional.empty());
        }
        TrustedFile file = new TrustedFile(settings.clientCa().get());
        return new Served(identity, file.certificates(), Optional.of(file.keyStore()));
    }

    private void serve(SslContextFactory context) {
        context.setKeyStore(served.identity().keyStore());
        served.trusted().ifPresent(context::setTrustStore);
    }

    /** Looks at the files, and serves what is in them if it is something else. */
    synchronized void refresh() {
        try {
            Served now = read();
            if (now.isAsGoodAs(served)) {
                return;
            }
            served = now;
            tls.reload(this::serve);
            LOG.info("another certificate is served: {}", now.identity().fingerprint());
        } catch (UnusableIdentityException e) {
            LOG.error("the certificates are served as they were: {}", e.getMessage());
        } catch (Exception e) {
            LOG.error("the certificates could not be exchanged", e);
        }
    }

    ServerConnector of(Server jetty, HttpConfiguration http) {
        HttpConfiguration secure = new HttpConfiguration(http);
        // Kubernetes names the Service, a test or a probe an address; the certificate's names are the client's
        // business.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        secure.setSendServerVersion(false);
        secure.setIdleTimeout(settings.answerWithin().plus(SPARE).toMillis());
        ServerConnector connector = new ServerConnector(jetty, tls, new HttpConnectionFactory(secure));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    @Override
    public void close() {
        again.shutdownNow();
    }
}
