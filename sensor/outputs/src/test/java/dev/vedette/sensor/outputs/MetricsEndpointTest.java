package dev.vedette.sensor.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.sensor.metrics.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
    private final Metrics metrics = new Metrics();

    @Test
    void servesFiguresAndHealth() throws Exception {
        metrics.counter("vedette_things_total", "Things.", "kind").increment("odd");
        try (MetricsEndpoint endpoint = new MetricsEndpoint(loopback(0), "", metrics, () -> false)) {
            assertThat(get(endpoint.port(), "/metrics", "").body()).contains("vedette_things_total{kind=\"odd\",} 1.0");
            assertThat(get(endpoint.port(), "/healthz", "").statusCode()).isEqualTo(200);
            assertThat(get(endpoint.port(), "/readyz", "").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void givesFiguresOnlyToThoseWhoBearTheToken() throws Exception {
        try (MetricsEndpoint endpoint = new MetricsEndpoint(loopback(0), "secret", metrics, () -> true)) {
            assertThat(get(endpoint.port(), "/metrics", "").statusCode()).isEqualTo(401);
            assertThat(get(endpoint.port(), "/metrics", "Bearer wrong").statusCode())
                    .isEqualTo(401);
            assertThat(get(endpoint.port(), "/metrics", "Bearer secret").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesToServeTheNetworkWithoutAToken() {
        assertThatThrownBy(() -> new MetricsEndpoint(new InetSocketAddress("0.0.0.0", 0), "", metrics, () -> true))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("token");
    }

    @Test
    void saysWhichAddressIsInUse() throws Exception {
        try (MetricsEndpoint first = new MetricsEndpoint(loopback(0), "", metrics, () -> true)) {
            assertThatThrownBy(() -> new MetricsEndpoint(loopback(first.port()), "", metrics, () -> true))
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining(Integer.toString(first.port()))
                    .hasMessageContaining("--metrics");
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static HttpResponse<String> get(int port, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
