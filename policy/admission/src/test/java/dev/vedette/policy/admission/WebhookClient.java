package dev.vedette.policy.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.tls.Identity;
import dev.vedette.policy.tls.TrustedFile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An API server's side: HTTPS that trusts the webhook's certificate and nothing else, names checked. */
final class WebhookClient implements AutoCloseable {
    private final SSLContext tls;
    private final HttpClient client;
    private final int port;

    WebhookClient(Path trusted, int port) throws Exception {
        this(trusted, port, Optional.empty());
    }

    /** @param own what it shows if it is asked who it is */
    WebhookClient(Path trusted, int port, Optional<Identity> own) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new TrustedFile(trusted).keyStore());
        this.tls = SSLContext.getInstance("TLS");
        tls.init(own.isPresent() ? keys(own.get()) : null, trust.getTrustManagers(), null);
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.port = port;
    }

    private static KeyManager[] keys(Identity own) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.keyStore(), Identity.KEY_STORE_PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Announces a body, sends a part of it and no more. Gives the first line of the answer, which is awaited for the time. */
    String postUnfinished(String path, String part, Duration patience) throws Exception {
        try (Socket socket = tls.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
            socket.getOutputStream().write((head.formatted(path, part.length() + 1) + part).getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
    }

    /** The {@code response} of the review's answer. */
    JsonNode review(String body) throws Exception {
        return review("/validate", body);
    }

    /** As {@link #review(String)}, at another path. */
    JsonNode review(String path, String body) throws Exception {
        HttpResponse<String> response = post(path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return new JsonMapper().readTree(response.body()).path("response");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        client.close();
    }
}
