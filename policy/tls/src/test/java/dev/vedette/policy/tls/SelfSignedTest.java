package dev.vedette.policy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
    private static final Clock NOW = Clock.systemUTC();

    @TempDir
    Path folder;

    private PemFiles files;

    @BeforeEach
    void nameFiles() {
        files = new PemFiles(folder.resolve("keys/tls.crt"), folder.resolve("keys/tls.key"));
    }

    @Test
    void keepsItsKeyToItselfAndLetsOthersReadWhatTheyAreToTrust() throws Exception {
        at(NOW).identity();

        assertThat(permissions(files.key())).isEqualTo("rw-------");
        assertThat(permissions(files.certificates())).isEqualTo("rw-r--r--");
        try (var left = Files.list(folder.resolve("keys"))) {
            assertThat(left).containsExactlyInAnyOrder(files.certificates(), files.key());
        }
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        Identity first = at(NOW).identity();

        assertThat(at(NOW).identity()).isEqualTo(first);
        assertThat(at(NOW).identity().fingerprint())
                .isEqualTo(first.fingerprint())
                .hasSize(95);
    }

    @Test
    void isRenewedWhenItsEndIsNearAndNotBefore() throws Exception {
        Identity first = at(NOW).identity();

        assertThat(at(Clock.offset(NOW, Duration.ofDays(366))).identity()).isEqualTo(first);
        assertThat(at(Clock.offset(NOW, Duration.ofDays(368))).identity()).isNotEqualTo(first);
        assertThat(permissions(files.key())).isEqualTo("rw-------");
    }

    @Test
    void isMadeAnewWhereWhatIsKeptCannotBeUsed() throws Exception {
        Identity first = at(NOW).identity();
        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\ncut off");

        Identity second = at(NOW).identity();

        assertThat(second).isNotEqualTo(first);
        assertThat(files.read()).isEqualTo(second);
    }

    @Test
    void isValidForEveryNameAndAddressAndForServersAlone() throws Exception {
        SelfSigned own = new SelfSigned(files, List.of("vedette-console", "localhost", "127.0.0.1", "::1"), NOW);

        X509Certificate certificate = own.identity().chain().getFirst();

        assertThat(certificate.getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
                .containsExactly(
                        "vedette-console",
                        "localhost",
                        "127.0.0.1",
                        InetAddress.ofLiteral("::1").getHostAddress());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getSerialNumber()).isPositive();
    }

    @Test
    void saysWhereItCannotBeKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        PemFiles below = new PemFiles(file.resolve("tls.crt"), file.resolve("tls.key"));

        assertThatThrownBy(() -> new SelfSigned(below, List.of("localhost"), NOW).identity())
                .isInstanceOf(UnusableIdentityException.class)
                .hasMessageContaining("cannot be kept at " + below.certificates());
    }

    private SelfSigned at(Clock clock) {
        return new SelfSigned(files, List.of("localhost"), clock);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
