package dev.vedette.console.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * What the console proves itself with.
 *
 * @param chain own certificate first
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    /** No password protects a store that never leaves memory. */
    public static final String IN_MEMORY_PASSWORD = "in memory only";

    /**
     * Reads an identity from its files.
     *
     * @throws IOException with one sentence, if the files are no certificate and key
     */
    public static Identity read(PemFiles files) throws IOException {
        try (var in = Files.newInputStream(files.certificate())) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException(files.certificate() + " holds no certificate: give a PEM file that does");
            }
            return new Identity(
                    readKey(files),
                    certificates.stream().map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException e) {
            throw new IOException(files.certificate() + " holds no readable certificate: " + e.getMessage(), e);
        }
    }

    private static PrivateKey readKey(PemFiles files) throws IOException {
        try (Reader in = Files.newBufferedReader(files.key());
                PEMParser parser = new PEMParser(in)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return switch (parser.readObject()) {
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case null, default ->
                    throw new IOException(
                            files.key() + " holds no plain private key: give one in PEM without a password");
            };
        }
    }

    /** The form that Java's TLS takes. */
    public KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("console", key, IN_MEMORY_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
        return store;
    }

    /** SHA-256 of the own certificate, in hexadecimal, for people to compare. */
    public String fingerprint() throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(chain.getFirst().getEncoded()));
    }
}
