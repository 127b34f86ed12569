package dev.vedette.sensor.outputs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vedette.sensor.metrics.Metrics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Serves {@code /metrics}, {@code /healthz} (the process lives) and {@code /readyz} (the pipeline runs).
 *
 * <p>{@code /metrics} is given to those who bear the token; without one, to this machine's (or this pod's) own
 * programs alone. The health paths tell nothing but their status, so that whoever runs a cluster's nodes may ask. Uses the JDK's own server: three paths need no framework in the sensor.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final Metrics metrics;
    private final String token;

    /**
     * @param token what a scraper must bear ({@code Authorization: Bearer}); "" for
     *     callers from loopback alone
     * @throws OutputException if the address is in use
     */
    public MetricsEndpoint(InetSocketAddress address, String token, Metrics metrics, BooleanSupplier ready)
            throws OutputException {
        this.metrics = metrics;
        this.token = token;
        this.server = bind(address);
        server.createContext("/metrics", this::serveMetrics);
        server.createContext("/healthz", exchange -> answer(exchange, 200, "alive\n"));
        server.createContext(
                "/readyz",
                exchange -> answer(
                        exchange, ready.getAsBoolean() ? 200 : 503, ready.getAsBoolean() ? "ready\n" : "not ready\n"));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The port that was taken; of use where 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static HttpServer bind(InetSocketAddress address) throws OutputException {
        try {
            return HttpServer.create(address, 16);
        } catch (BindException e) {
            throw new OutputException(
                    "cannot serve metrics on " + address + " (" + e.getMessage() + "): choose another with --metrics",
                    e);
        } catch (IOException e) {
            throw new OutputException("cannot serve metrics on " + address + ": " + e.getMessage(), e);
        }
    }

    private void serveMetrics(HttpExchange exchange) throws IOException {
        if (token.isEmpty() && !exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
            answer(exchange, 403, "figures leave this machine only with a token: start with --metrics-token-file\n");
            return;
        }
        if (!token.isEmpty() && !bears(exchange)) {
            answer(exchange, 401, "a bearer token is needed\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        answer(exchange, 200, metrics.scrape());
    }

    private boolean bears(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
