package dev.vedette.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.tls.Identity;
import dev.vedette.policy.tls.PemFiles;
import dev.vedette.policy.tls.SelfSigned;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTlsTest {
    @TempDir
    Path folder;

    @Test
    void servesPageAndFeedByItsOwnCertificateWhereOthersCanReachIt() throws Exception {
        ConsoleSettings settings =
                ConsoleSettings.local(folder, "token").withHost("0.0.0.0").withPorts(0, 0);
        try (ConsoleServer console = new ConsoleServer(settings)) {
            console.start();
            URI page = URI.create("https://127.0.0.1:" + console.address().getPort() + "/sign-in");

            HttpResponse<String> answer = get(page);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(console.address().getScheme()).isEqualTo("https");
            assertThat(console.ownCertificate()).contains(ownFiles().certificates());
            assertThat(connects(console.feedPort(), ownFiles())).isTrue();
        }
    }

    @Test
    void servesByTheCertificateThatItIsGiven() throws Exception {
        PemFiles given = new PemFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        new SelfSigned(given, List.of("localhost", "127.0.0.1"), Clock.systemUTC()).identity();
        ConsoleSettings settings = ConsoleSettings.local(folder.resolve("console"), "token")
                .withHost("0.0.0.0")
                .withPorts(0, 0)
                .withCertificate(given);
        try (ConsoleServer console = new ConsoleServer(settings)) {
            console.start();

            assertThat(console.ownCertificate()).isEmpty();
            assertThat(connects(console.feedPort(), given)).isTrue();
        }
    }

    @Test
    void saysWhatIsWrongWithACertificateThatItIsGiven() {
        PemFiles absent = new PemFiles(folder.resolve("absent.crt"), folder.resolve("absent.key"));
        ConsoleSettings settings = ConsoleSettings.local(folder, "token")
                .withHost("0.0.0.0")
                .withPorts(0, 0)
                .withCertificate(absent);
        try (ConsoleServer console = new ConsoleServer(settings)) {
            assertThatThrownBy(console::start)
                    .isInstanceOf(ConsoleException.class)
                    .hasMessageContaining("absent.key does not exist");
        }
    }

    private HttpResponse<String> get(URI page) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trustingOwn()).build()) {
            return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private SSLContext trustingOwn() throws Exception {
        Identity own = ownFiles().read();
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("console", own.chain().getFirst());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private PemFiles ownFiles() {
        return new PemFiles(folder.resolve("console-certificate.pem"), folder.resolve("console-key.pem"));
    }

    private static boolean connects(int port, PemFiles trusted) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(trusted.certificates().toFile())
                        .build())
                .build();
        CountDownLatch ready = new CountDownLatch(1);
        awaitReady(channel, ready);
        try {
            return ready.await(10, TimeUnit.SECONDS);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void awaitReady(ManagedChannel channel, CountDownLatch ready) {
        ConnectivityState state = channel.getState(true);
        if (state == ConnectivityState.READY) {
            ready.countDown();
        } else if (state != ConnectivityState.SHUTDOWN) {
            channel.notifyWhenStateChanged(state, () -> awaitReady(channel, ready));
        }
    }
}
