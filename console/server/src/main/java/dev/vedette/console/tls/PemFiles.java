package dev.vedette.console.tls;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A certificate with its key.
 *
 * @param certificate the chain in PEM, own certificate first
 * @param key the private key in PEM, unencrypted PKCS#8
 */
public record PemFiles(Path certificate, Path key) {
    public PemFiles {
        Objects.requireNonNull(certificate, "certificate is null");
        Objects.requireNonNull(key, "key is null");
    }
}
