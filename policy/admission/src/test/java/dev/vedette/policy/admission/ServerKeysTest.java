package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeysTest {
    private static final Clock NOW = Clock.systemUTC();

    @TempDir
    Path folder;

    @Test
    void aSelfMadeKeyIsReadableByItsOwnerAlone() throws IOException {
        ServerKeys.find(settings(Optional.empty()), NOW);

        for (String file : List.of("tls.crt", "tls.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSelfMadeCertificateIsKeptUntilItsEndIsNear() {
        ServerIdentity first = ServerKeys.find(settings(Optional.empty()), NOW);

        assertThat(ServerKeys.find(settings(Optional.empty()), NOW)).isEqualTo(first);
        assertThat(ServerKeys.find(settings(Optional.empty()), Clock.offset(NOW, Duration.ofDays(720))))
                .isNotEqualTo(first);
    }

    @Test
    void readsTheKeyFormsThatToolsWrite() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        ServerIdentity made = SelfSigned.create(List.of("localhost"), NOW);
        PemFiles.write(made, folder.resolve("a.crt"), folder.resolve("unused.key"));
        // The writer's form for an RSA key is PKCS #1, as Helm's functions make it.
        try (Writer out = Files.newBufferedWriter(folder.resolve("pkcs1.key"));
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(pair.getPrivate());
        }

        assertThat(Files.readString(folder.resolve("pkcs1.key"))).startsWith("-----BEGIN RSA PRIVATE KEY");
        assertThat(given("a.crt", "pkcs1.key").key()).isEqualTo(pair.getPrivate());
        assertThat(given("a.crt", "pkcs1.key").chain()).isEqualTo(made.chain());
    }

    @Test
    void readsAnEllipticKeyInTheFormOfSec1() throws Exception {
        ServerIdentity made = SelfSigned.create(List.of("localhost"), NOW);
        PemFiles.write(made, folder.resolve("a.crt"), folder.resolve("unused.key"));
        ASN1Encodable curve = PrivateKeyInfo.getInstance(made.key().getEncoded())
                .getPrivateKeyAlgorithm()
                .getParameters();
        byte[] sec1 = new ECPrivateKey(256, secret(made), curve).getEncoded();
        try (PemWriter pem = new PemWriter(Files.newBufferedWriter(folder.resolve("sec1.key")))) {
            pem.writeObject(new PemObject("EC PRIVATE KEY", sec1));
        }

        assertThat(secret(given("a.crt", "sec1.key"))).isEqualTo(secret(made));
    }

    @Test
    void saysWhichFileIsWrongAndHow() throws IOException {
        Files.writeString(folder.resolve("text.pem"), "no PEM in here\n");

        assertThatThrownBy(() -> given("absent.crt", "absent.key"))
                .isInstanceOf(WebhookException.class)
                .hasMessageEndingWith("absent.key does not exist");
        assertThatThrownBy(() -> given("text.pem", "text.pem"))
                .hasMessageEndingWith("text.pem holds no unencrypted private key in PEM form");
    }

    private static BigInteger secret(ServerIdentity identity) {
        return ((java.security.interfaces.ECPrivateKey) identity.key()).getS();
    }

    private ServerIdentity given(String certificates, String key) {
        WebhookSettings.TlsFiles files =
                new WebhookSettings.TlsFiles(folder.resolve(certificates), folder.resolve(key));
        return ServerKeys.find(settings(Optional.of(files)), NOW);
    }

    private WebhookSettings settings(Optional<WebhookSettings.TlsFiles> tls) {
        return new WebhookSettings(
                "127.0.0.1", 0, tls, folder, List.of("localhost"), false, Severity.HIGH, "", 1_000_000);
    }
}
