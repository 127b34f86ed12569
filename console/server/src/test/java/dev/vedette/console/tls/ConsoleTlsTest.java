package dev.vedette.console.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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
        try (ConsoleServer console = new ConsoleServer(settings);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trustingOwn()).build()) {
            console.start();
            URI page = URI.create("https://127.0.0.1:" + console.address().getPort() + "/sign-in");

            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(console.address().getScheme()).isEqualTo("https");
            assertThat(console.ownCertificate())
                    .contains(new SelfSigned(folder).files().certificate());
            assertThat(connects(console.feedPort())).isTrue();
        }
    }

    @Test
    void keepsItsCertificateOverRestartsAndItsKeyToItself() throws Exception {
        SelfSigned own = new SelfSigned(folder);
        Identity first = own.identity("127.0.0.1");

        assertThat(own.identity("127.0.0.1").fingerprint()).isEqualTo(first.fingerprint());
        assertThat(Files.getPosixFilePermissions(own.files().key()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    private SSLContext trustingOwn() throws Exception {
        Identity own = new SelfSigned(folder).identity("0.0.0.0");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(own.keyStore());
        java.security.KeyStore anchors = java.security.KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("console", own.chain().getFirst());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private boolean connects(int port) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(
                                new SelfSigned(folder).files().certificate().toFile())
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
