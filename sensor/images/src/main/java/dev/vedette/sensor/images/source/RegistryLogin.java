package dev.vedette.sensor.images.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a registry that asks who we are (distribution, docs/spec/auth/token.md): with name and password, or with a
 * token that its own authority gives for them, or for nothing. Tokens are kept until the registry takes them no more.
 * Thread-safe.
 */
final class RegistryLogin {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final int MAX_TOKEN_BYTES = 64 << 10;

    private final String registry;
    private final Credentials credentials;
    private final HttpClient http;
    private final Duration patience;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    RegistryLogin(String registry, Credentials credentials, HttpClient http, Duration patience) {
        this.registry = registry;
        this.credentials = credentials;
        this.http = http;
        this.patience = patience;
    }

    /** What the registry has taken for this repository before. */
    Optional<String> known(String repository) {
        return Optional.ofNullable(known.get(repository));
    }

    Optional<String> answer(HttpHeaders challenge, String repository) throws IOException {
        String asked = challenge.firstValue("WWW-Authenticate").orElse("");
        Optional<String> basic = credentials.basic(registry).map(value -> "Basic " + value);
        Optional<String> answer = asked.toLowerCase(Locale.ROOT).startsWith("bearer ")
                ? Optional.of("Bearer " + token(parameters(asked), repository, basic))
                : basic;
        answer.ifPresent(value -> known.put(repository, value));
        return answer;
    }

    private static Map<String, String> parameters(String challenge) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        return parameters;
    }

    private String token(Map<String, String> asked, String repository, Optional<String> basic) throws IOException {
        String realm = asked.getOrDefault("realm", "");
        String host = realm.replaceFirst("^http://", "").replaceFirst("/.*$", "");
        if (!realm.startsWith("https://") && !(realm.startsWith("http://") && Loopback.isHost(host))) {
            throw new IOException("the registry " + registry + " wants our password sent without TLS");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(realm, asked, repository)).timeout(patience);
        basic.ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                JsonNode json = new ObjectMapper().readTree(body.readNBytes(MAX_TOKEN_BYTES));
                String token =
                        json.path("token").asText(json.path("access_token").asText(""));
                if (answer.statusCode() != 200 || token.isEmpty()) {
                    throw new IOException("the authority of the registry " + registry + " gives us no token");
                }
                return token;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for a token of " + registry, e);
        }
    }

    private URI address(String realm, Map<String, String> asked, String repository) throws IOException {
        try {
            return URI.create(
                    realm + (realm.contains("?") ? "&" : "?") + "service=" + encoded(asked.getOrDefault("service", ""))
                            + "&scope=" + encoded("repository:" + repository + ":pull"));
        } catch (IllegalArgumentException e) {
            throw new IOException("the registry " + registry + " sends us for a token to what is no address", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
