package dev.vedette.policy.admission;

import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.tls.Identity;
import dev.vedette.policy.tls.PemFiles;
import dev.vedette.policy.tls.SelfSigned;
import dev.vedette.policy.tls.UnusableIdentityException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the webhook listens and answers.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param tls the PEM files to use; if empty the webhook makes itself a certificate
 * @param keyFolder where a self-made {@code tls.crt} and {@code tls.key} are kept and looked for again
 * @param names DNS names and addresses a self-made certificate is valid for; not empty
 * @param enforce false: findings are warnings; true: those of {@code denyAt} and above deny
 * @param ownNamespace the namespace whose objects are never judged, "" for none
 * @param maxRequestBytes larger requests are refused; the API server itself sends up to about 3 MiB twice
 * @param admissions where to write down what was admitted
 * @param sealKey the private key in PEM by which {@code /mutate} signs what it has let in; made if it is not there
 * @param clientCa certificates in PEM: reviews are then answered only for clients with one that is issued under these
 * @param failClosed whether a pod that cannot be judged is refused where it is asked for at {@code /validate/pods}
 * @param answerWithin how long a review may take; less than the API server waits
 * @param templates where kinds keep their pods
 */
public record WebhookSettings(
        String host,
        int port,
        Optional<PemFiles> tls,
        Path keyFolder,
        List<String> names,
        boolean enforce,
        Severity denyAt,
        String ownNamespace,
        int maxRequestBytes,
        Optional<Path> admissions,
        Optional<Path> sealKey,
        Optional<Path> clientCa,
        boolean failClosed,
        Duration answerWithin,
        PodTemplates templates) {
    /** Less than the three seconds after which the chart has the API server go on. */
    public static final Duration DEFAULT_ANSWER_WITHIN = Duration.ofSeconds(2);

    /** Two objects of etcd's and the API server's limit, escaped, and the envelope. */
    public static final int DEFAULT_MAX_REQUEST_BYTES = 8 << 20;

    /** One that writes down nothing and signs nothing, and lets in what it cannot judge. */
    public WebhookSettings(
            String host,
            int port,
            Optional<PemFiles> tls,
            Path keyFolder,
            List<String> names,
            boolean enforce,
            Severity denyAt,
            String ownNamespace,
            int maxRequestBytes) {
        this(
                host,
                port,
                tls,
                keyFolder,
                names,
                enforce,
                denyAt,
                ownNamespace,
                maxRequestBytes,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                DEFAULT_ANSWER_WITHIN,
                PodTemplates.KNOWN);
    }

    public WebhookSettings {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(tls, "tls is null");
        Objects.requireNonNull(denyAt, "denyAt is null");
        Objects.requireNonNull(ownNamespace, "ownNamespace is null");
        Objects.requireNonNull(templates, "templates is null");
        names = List.copyOf(names);
        if (tls.isEmpty() && (names.isEmpty() || keyFolder == null)) {
            throw new IllegalArgumentException("without TLS files, names and a key folder are needed");
        }
        if (maxRequestBytes <= 0) {
            throw new IllegalArgumentException("maxRequestBytes is " + maxRequestBytes);
        }
        if (answerWithin.isNegative() || answerWithin.isZero()) {
            throw new IllegalArgumentException("answerWithin is " + answerWithin);
        }
    }

    /** Whether nobody but this host's own processes can reach it. */
    boolean isOnLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // listening says what is wrong
        }
    }

    /** What the webhook serves under: given, kept from an earlier start, or made now. */
    Identity identity() throws UnusableIdentityException {
        return tls.isPresent()
                ? tls.get().read()
                : new SelfSigned(
                                new PemFiles(keyFolder.resolve("tls.crt"), keyFolder.resolve("tls.key")),
                                names,
                                Clock.systemUTC())
                        .identity();
    }
}
