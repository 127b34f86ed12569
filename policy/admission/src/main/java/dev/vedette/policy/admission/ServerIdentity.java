package dev.vedette.policy.admission;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A private key and its certificate chain.
 *
 * @param chain the server's certificate first
 */
record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final char[] IN_MEMORY_ONLY = "unused".toCharArray();

    ServerIdentity {
        Objects.requireNonNull(key, "key is null");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain is empty");
        }
    }

    /** A key store that holds this identity; it never leaves memory, so its password protects nothing. */
    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY_ONLY);
            store.setKeyEntry("server", key, IN_MEMORY_ONLY, chain.toArray(new X509Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot keep a TLS key: " + e.getMessage(), e);
        }
    }

    static String keyStorePassword() {
        return new String(IN_MEMORY_ONLY);
    }
}
