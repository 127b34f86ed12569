package dev.vedette.policy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFilesTest {
    private static final Duration LIFE = Duration.ofDays(10);

    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWritten() throws Exception {
        Identity made = made();

        assertThat(written(made).read()).isEqualTo(made);
    }

    @Test
    void readsAnRsaKeyInTheFormOfPkcs1() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        X509Certificate certificate =
                Certificates.certify(pair, "SHA256withRSA", List.of("localhost"), Instant.now(), LIFE);
        pem("a.crt", certificate);
        // The writer's form for an RSA key is PKCS #1, as Helm's functions make it.
        pem("pkcs1.key", pair.getPrivate());

        assertThat(Files.readString(folder.resolve("pkcs1.key"))).startsWith("-----BEGIN RSA PRIVATE KEY");
        assertThat(files("a.crt", "pkcs1.key").read()).isEqualTo(new Identity(pair.getPrivate(), List.of(certificate)));
    }

    @Test
    void readsAnEllipticKeyInTheFormOfSec1() throws Exception {
        Identity made = made();
        written(made);
        ASN1Encodable curve = PrivateKeyInfo.getInstance(made.key().getEncoded())
                .getPrivateKeyAlgorithm()
                .getParameters();
        byte[] sec1 = new ECPrivateKey(256, secret(made), curve).getEncoded();
        try (PemWriter pem = new PemWriter(Files.newBufferedWriter(folder.resolve("sec1.key")))) {
            pem.writeObject(new PemObject("EC PRIVATE KEY", sec1));
        }

        assertThat(secret(files("tls.crt", "sec1.key").read())).isEqualTo(secret(made));
    }

    @Test
    void readsAnEd25519KeyInTheFormOfPkcs8() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem("ed.crt", Certificates.certify(pair, "Ed25519", List.of("localhost"), Instant.now(), LIFE));
        pem("ed.key", new JcaPKCS8Generator(pair.getPrivate(), null));

        assertThat(files("ed.crt", "ed.key").read().key()).isEqualTo(pair.getPrivate());
    }

    @Test
    void takesChainAndKeyFromOneFile() throws Exception {
        Identity made = made();
        Identity issuer = made();
        pem("both.pem", made.chain().getFirst(), issuer.chain().getFirst(), new JcaPKCS8Generator(made.key(), null));

        Identity read = files("both.pem", "both.pem").read();

        assertThat(read.key()).isEqualTo(made.key());
        assertThat(read.chain())
                .containsExactly(made.chain().getFirst(), issuer.chain().getFirst());
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        written(made());
        pem("other.key", new JcaPKCS8Generator(made().key(), null));
        pem("rsa.key", KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());

        for (String key : List.of("other.key", "rsa.key")) {
            assertThatThrownBy(() -> files("tls.crt", key).read())
                    .isInstanceOf(UnusableIdentityException.class)
                    .hasMessageContaining(key + " is not the key of the first certificate in");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tls.crt, absent.key, absent.key does not exist",
        "absent.crt, tls.key, absent.crt does not exist",
        "tls.crt, text.pem, text.pem holds no unencrypted private key in PEM form",
        "text.pem, tls.key, text.pem holds no certificate in PEM form",
        "tls.crt, broken.pem, broken.pem cannot be read as PEM",
        "tls.crt, encrypted.key, encrypted.key holds no unencrypted private key in PEM form",
        "'', tls.key, cannot be read as PEM",
    })
    void saysWhichFileIsWrongAndHow(String certificates, String key, String sentence) throws Exception {
        written(made());
        Files.writeString(folder.resolve("text.pem"), "no PEM in here\n");
        Files.writeString(folder.resolve("broken.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA");
        try (PemWriter pem = new PemWriter(Files.newBufferedWriter(folder.resolve("encrypted.key")))) {
            pem.writeObject(new PemObject("ENCRYPTED PRIVATE KEY", encryptedInfo()));
        }

        assertThatThrownBy(() -> files(certificates, key).read())
                .isInstanceOf(UnusableIdentityException.class)
                .hasMessageContaining(sentence);
    }

    private static byte[] encryptedInfo() throws IOException {
        return new org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo(
                        new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_PBES2),
                        new byte[16])
                .getEncoded();
    }

    private static Identity made() {
        return Certificates.newIdentity(List.of("localhost"), Instant.now(), LIFE);
    }

    private PemFiles written(Identity identity) throws IOException {
        PemFiles files = files("tls.crt", "tls.key");
        files.write(identity);
        return files;
    }

    private PemFiles files(String certificates, String key) {
        return new PemFiles(folder.resolve(certificates), folder.resolve(key));
    }

    private void pem(String file, Object... blocks) throws IOException {
        try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(folder.resolve(file)))) {
            for (Object block : blocks) {
                pem.writeObject(block);
            }
        }
    }

    private static BigInteger secret(Identity identity) {
        return ((java.security.interfaces.ECPrivateKey) identity.key()).getS();
    }
}
