package dev.vedette.policy.admission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;

/** The identity a webhook serves under: given, kept from an earlier start, or made now. */
final class ServerKeys {
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    private ServerKeys() {}

    /** @throws WebhookException in one sentence, if there is none to be had */
    static ServerIdentity find(WebhookSettings settings, Clock clock) {
        if (settings.tls().isPresent()) {
            WebhookSettings.TlsFiles files = settings.tls().get();
            return PemFiles.read(files.certificates(), files.key());
        }
        Path certificates = settings.keyFolder().resolve("tls.crt");
        Path key = settings.keyFolder().resolve("tls.key");
        if (Files.exists(certificates) && Files.exists(key)) {
            ServerIdentity kept = PemFiles.read(certificates, key);
            if (lastsFor(kept, clock)) {
                return kept;
            }
        }
        ServerIdentity made = SelfSigned.create(settings.names(), clock);
        try {
            Files.createDirectories(settings.keyFolder());
            PemFiles.write(made, certificates, key);
        } catch (IOException e) {
            throw new WebhookException(
                    "the webhook's certificate cannot be kept in " + settings.keyFolder() + ": " + e.getMessage(), e);
        }
        return made;
    }

    private static boolean lastsFor(ServerIdentity identity, Clock clock) {
        try {
            identity.chain().getFirst().checkValidity(Date.from(clock.instant().plus(RENEW_BEFORE_END)));
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }
}
