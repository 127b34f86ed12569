package dev.vedette.console.tls;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate the console makes itself, kept in its folder so that nodes and browsers that once trusted it still do
 * after a restart.
 */
public final class SelfSigned {
    private static final Duration LIFE = Duration.ofDays(397);
    private static final Duration RENEW_BEFORE = Duration.ofDays(14);
    private static final int IPV4_PARTS = 4;

    private final Path folder;

    public SelfSigned(Path folder) {
        this.folder = folder;
    }

    /** Where the certificate stands, for nodes to trust. */
    public PemFiles files() {
        return new PemFiles(folder.resolve("console-certificate.pem"), folder.resolve("console-key.pem"));
    }

    /**
     * The kept identity, or a new one where there is none or it ends soon.
     *
     * @param host the name or address that the console is bound to
     */
    public Identity identity(String host) throws IOException {
        if (Files.exists(files().certificate()) && Files.exists(files().key())) {
            Identity kept = Identity.read(files());
            if (kept.chain()
                    .getFirst()
                    .getNotAfter()
                    .toInstant()
                    .isAfter(Instant.now().plus(RENEW_BEFORE))) {
                return kept;
            }
        }
        try {
            return make(host);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate can be made here: " + e.getMessage(), e);
        }
    }

    private Identity make(String host) throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=Vedette console");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names(host)));
        X509Certificate certificate = new org.bouncycastle.cert.jcajce.JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        write(files().key(), new JcaPKCS8Generator(pair.getPrivate(), null), "rw-------");
        write(files().certificate(), certificate, "rw-r--r--");
        return new Identity(pair.getPrivate(), List.of(certificate));
    }

    private static GeneralName[] names(String host) throws IOException {
        Set<String> names = new LinkedHashSet<>(Set.of("localhost", "127.0.0.1", "vedette-console"));
        names.add(InetAddress.getLocalHost().getHostName());
        if (!InetAddress.getByName(host).isAnyLocalAddress()) {
            names.add(host);
        }
        return names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
    }

    private static boolean isAddress(String name) {
        return name.contains(":")
                || (name.split("\\.", -1).length == IPV4_PARTS
                        && name.chars().allMatch(c -> c == '.' || Character.isDigit(c)));
    }

    private static void write(Path file, Object object, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(object);
        }
    }
}
