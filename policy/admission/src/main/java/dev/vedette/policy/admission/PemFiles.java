package dev.vedette.policy.admission;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** A server's identity in PEM files: the key in PKCS #1, SEC 1 or PKCS #8 form, unencrypted. */
final class PemFiles {
    private PemFiles() {}

    /** @throws WebhookException saying which file is wrong and how */
    static ServerIdentity read(Path certificates, Path key) {
        return new ServerIdentity(readKey(key), readChain(certificates));
    }

    /** Writes both files readable by their owner alone; a file that is there is replaced. */
    static void write(ServerIdentity identity, Path certificates, Path key) throws IOException {
        // PKCS #8: the writer's own choice for an elliptic key, SEC 1, would lose the curve.
        writePrivately(key, List.of(new JcaPKCS8Generator(identity.key(), null)));
        writePrivately(certificates, identity.chain());
    }

    private static PrivateKey readKey(Path file) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object object : readObjects(file)) {
            try {
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            } catch (IOException e) {
                throw new WebhookException(file + " holds a key of a kind that cannot be used: " + e.getMessage(), e);
            }
        }
        throw new WebhookException(file + " holds no unencrypted private key in PEM form");
    }

    private static List<X509Certificate> readChain(Path file) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object object : readObjects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (CertificateException e) {
                    throw new WebhookException(file + " holds a broken certificate: " + e.getMessage(), e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new WebhookException(file + " holds no certificate in PEM form");
        }
        return chain;
    }

    private static List<Object> readObjects(Path file) {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
            return objects;
        } catch (NoSuchFileException e) {
            throw new WebhookException(file + " does not exist", e);
        } catch (IOException e) {
            throw new WebhookException(file + " cannot be read as PEM: " + e.getMessage(), e);
        }
    }

    private static void writePrivately(Path file, List<?> objects) throws IOException {
        Files.deleteIfExists(file);
        try (SeekableByteChannel channel = Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Writer writer = Channels.newWriter(channel, StandardCharsets.US_ASCII)) {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
                for (Object object : objects) {
                    pem.writeObject(object);
                }
            }
            writer.write(text.toString());
        }
    }
}
