package dev.vedette.policy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads the PEM blocks that a server needs, passing over others in the same file. */
final class PemReader {
    private PemReader() {}

    static PrivateKey key(Path file) throws UnusableIdentityException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object block : blocks(file)) {
            try {
                if (block instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (block instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            } catch (IOException e) {
                throw new UnusableIdentityException(
                        file + " holds a key of a kind that cannot be used: " + e.getMessage(), e);
            }
        }
        throw new UnusableIdentityException(
                file + " holds no unencrypted private key in PEM form: give one without a password");
    }

    static List<X509Certificate> chain(Path file) throws UnusableIdentityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object block : blocks(file)) {
            if (block instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (CertificateException e) {
                    throw new UnusableIdentityException(file + " holds a broken certificate: " + e.getMessage(), e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new UnusableIdentityException(file + " holds no certificate in PEM form: give a file that does");
        }
        return chain;
    }

    private static List<Object> blocks(Path file) throws UnusableIdentityException {
        List<Object> blocks = new ArrayList<>();
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (NoSuchFileException e) {
            throw new UnusableIdentityException(file + " does not exist", e);
        } catch (IOException e) {
            throw new UnusableIdentityException(file + " cannot be read as PEM: " + e.getMessage(), e);
        }
    }
}
