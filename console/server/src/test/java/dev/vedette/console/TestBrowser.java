package dev.vedette.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the console what a browser would, with just the headers a test wants. */
final class TestBrowser implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(BOUND).build();
    private final URI address;
    private String cookie = "";
    private String csrf = "";

    TestBrowser(URI address) {
        this.address = address;
    }

    HttpResponse<String> signIn(URI link) throws IOException, InterruptedException {
        HttpResponse<String> response = postWith("", "/api/sign-in", "{\"token\":\"" + link.getFragment() + "\"}");
        if (response.statusCode() == 200) {
            cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            csrf = json(response).path("csrf").asText();
        }
        return response;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> stream(String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/stream").header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return postWith(csrf, path, body);
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return client.send(
                request(path).header("X-Vedette-Csrf", csrf).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> postWith(String token, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("X-Vedette-Csrf", token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(HttpResponse<String> response) throws IOException {
        return mapper.readTree(response.body());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(BOUND);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return request;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
