package dev.vedette.policy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * Where an identity stands on disk.
 *
 * @param certificates the chain in PEM, the server's own certificate first
 * @param key its private key in PEM: PKCS #1, SEC 1 or PKCS #8 (RFC 7468, RFC 8017, RFC 5915), unencrypted
 */
public record PemFiles(Path certificates, Path key) {
    public PemFiles {
        Objects.requireNonNull(certificates, "certificates is null");
        Objects.requireNonNull(key, "key is null");
    }

    /**
     * Reads the identity.
     *
     * @throws UnusableIdentityException if a file is absent, holds something else, or key and certificate are of
     *     different pairs
     */
    public Identity read() throws UnusableIdentityException {
        PrivateKey secret = PemReader.key(key);
        List<X509Certificate> chain = PemReader.chain(certificates);
        if (!KeyMatch.belongTogether(secret, chain.getFirst().getPublicKey())) {
            throw new UnusableIdentityException(key + " is not the key of the first certificate in " + certificates
                    + ": give the two that belong" + " together");
        }
        return new Identity(secret, chain);
    }

    /** Whether both files are there. */
    boolean exist() {
        return Files.exists(certificates) && Files.exists(key);
    }

    /**
     * Writes the identity, each file whole or not at all; files that are there are replaced. The key is readable by its
     * owner alone, the certificates, which others are to trust, by everybody.
     */
    void write(Identity identity) throws IOException {
        // PKCS #8: the writer's own choice for an elliptic key, SEC 1, would lose the curve.
        put(key, List.of(new JcaPKCS8Generator(identity.key(), null)), "rw-------");
        put(certificates, identity.chain(), "rw-r--r--");
    }

    private static void put(Path file, List<?> objects, String permissions) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Made for its owner alone, so that nobody can open it between its making and its permissions.
        Path draft = Files.createTempFile(
                folder,
                ".",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(draft))) {
                for (Object object : objects) {
                    pem.writeObject(object);
                }
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
