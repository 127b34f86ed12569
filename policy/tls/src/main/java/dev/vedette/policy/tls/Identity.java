package dev.vedette.policy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What a server proves itself with. Immutable.
 *
 * @param key the private key of the first certificate
 * @param chain the server's own certificate first, not empty
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    /** Guards {@link #keyStore()}, which never leaves memory and so needs no secret. */
    public static final String KEY_STORE_PASSWORD = "in memory only";

    public Identity {
        Objects.requireNonNull(key, "key is null");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain is empty");
        }
    }

    /** The form that Java's TLS takes, under {@link #KEY_STORE_PASSWORD}. */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, KEY_STORE_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot keep a TLS key: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the server's own certificate in hexadecimal, as browsers show it. */
    public String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(sha256.digest(chain.getFirst().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot digest a certificate: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Identity of " + chain.getFirst().getSubjectX500Principal();
    }
}
