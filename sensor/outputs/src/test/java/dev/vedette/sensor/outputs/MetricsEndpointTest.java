package dev.vedette.sensor.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.sensor.metrics.Metrics;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

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
    void tellsTheNetworkNothingButHealthWithoutAToken() throws Exception {
        try (MetricsEndpoint endpoint =
                new MetricsEndpoint(new InetSocketAddress("0.0.0.0", 0), "", metrics, () -> true)) {
            String other = addressOfThisMachine();

            assertThat(get(other, endpoint.port(), "/readyz", "").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = get(other, endpoint.port(), "/metrics", "");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("--metrics-token-file");
            assertThat(get(endpoint.port(), "/metrics", "").statusCode()).isEqualTo(200);
        }
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

    /** An address that is not loopback, by which this machine reaches itself as others would. */
    private static String addressOfThisMachine() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("this machine has no address but loopback"))
                .getHostAddress();
    }

    private static HttpResponse<String> get(int port, String path, String authorization) throws Exception {
        return get("127.0.0.1", port, path, authorization);
    }

    private static HttpResponse<String> get(String host, int port, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
