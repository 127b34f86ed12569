package dev.vedette.policy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * Where the authorities stand on disk that the other side's certificate must be issued under.
 *
 * @param file certificates in PEM, at least one
 */
public record TrustedFile(Path file) {
    public TrustedFile {
        Objects.requireNonNull(file, "file is null");
    }

    /**
     * What stands there.
     *
     * @throws UnusableIdentityException if the file is absent or holds no certificate
     */
    public List<Certificate> certificates() throws UnusableIdentityException {
        return List.copyOf(PemReader.chain(file));
    }

    /**
     * The form that Java's TLS takes.
     *
     * @throws UnusableIdentityException if the file is absent or holds no certificate
     */
    public KeyStore keyStore() throws UnusableIdentityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate authority : PemReader.chain(file)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot keep certificates: " + e.getMessage(), e);
        }
    }
}
