package dev.vedette.tests.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.policy.tls.PemFiles;
import dev.vedette.policy.tls.SelfSigned;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FeedByTlsTest {
    private static final String TOKEN = "tls-token";

    @TempDir
    Path folder;

    private final NodeFindings findings = new NodeFindings();

    @Test
    void deliversToAConsoleThatProvesItselfByItsOwnCertificate() throws Exception {
        try (ConsoleServer console = new ConsoleServer(settings())) {
            console.start();
            Optional<Path> certificate = console.ownCertificate();
            assertThat(certificate).isPresent();
            try (ConnectedNode node = new ConnectedNode("node", console.feedPort(), TOKEN, certificate)) {
                node.find(findings.corePattern("by-tls"));
                assertThat(node.awaitDelivered()).isTrue();
            }
        }
    }

    @Test
    void tellsNothingToAConsoleWithAnotherCertificateOrToken() throws Exception {
        PemFiles stranger = new PemFiles(folder.resolve("stranger.crt"), folder.resolve("stranger.key"));
        new SelfSigned(stranger, List.of("localhost", "127.0.0.1"), Clock.systemUTC()).identity();
        try (ConsoleServer console = new ConsoleServer(settings())) {
            console.start();
            Optional<Path> right = console.ownCertificate();
            Optional<Path> wrong = Optional.of(stranger.certificates());
            try (ConnectedNode fooled = new ConnectedNode("node", console.feedPort(), TOKEN, wrong);
                    ConnectedNode uninvited = new ConnectedNode("node", console.feedPort(), "other", right);
                    ConnectedNode proper = new ConnectedNode("node", console.feedPort(), TOKEN, right)) {
                assertThat(proper.awaitConnected()).isTrue();
                assertThat(fooled.awaitRefused()).isTrue();
                assertThat(uninvited.awaitRefused()).isTrue();
                assertThat(fooled.connected()).isFalse();
                assertThat(uninvited.connected()).isFalse();
            }
        }
    }

    private ConsoleSettings settings() {
        return ConsoleSettings.local(folder.resolve("console"), TOKEN)
                .withHost("0.0.0.0")
                .withPorts(0, 0);
    }
}
