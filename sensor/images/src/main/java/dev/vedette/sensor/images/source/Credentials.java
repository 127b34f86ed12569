package dev.vedette.sensor.images.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.policy.model.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names and passwords for registries, from a file in the form of Docker's {@code config.json}: {@code auths}, by
 * registry, with {@code auth} the base64 of {@code name:password}. Nothing of it is ever shown.
 */
public final class Credentials {
    public static final Credentials NONE = new Credentials(Map.of());

    private final Map<String, String> basicByRegistry;

    private Credentials(Map<String, String> basicByRegistry) {
        this.basicByRegistry = Map.copyOf(basicByRegistry);
    }

    /** @throws IOException if the file cannot be read or is none of that form; the message names it */
    public static Credentials read(Path file) throws IOException {
        JsonNode auths;
        try {
            auths = new ObjectMapper().readTree(Files.readAllBytes(file)).path("auths");
        } catch (IOException e) {
            // Not the cause's words: a parser's may quote what it read.
            throw new IOException("the credentials in " + file + " cannot be read", e);
        }
        Map<String, String> basic = new HashMap<>();
        auths.properties().forEach(entry -> {
            String auth = entry.getValue().path("auth").asText("");
            String name = entry.getValue().path("username").asText("");
            String password = entry.getValue().path("password").asText("");
            if (auth.isEmpty() && !name.isEmpty()) {
                auth = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
            }
            if (!auth.isEmpty()) {
                basic.put(registry(entry.getKey()), auth);
            }
        });
        return new Credentials(basic);
    }

    /** The value of {@code Authorization} after {@code Basic}. */
    Optional<String> basic(String registry) {
        return Optional.ofNullable(basicByRegistry.get(registry(registry)));
    }

    /** Docker writes its default registry as a whole address. */
    private static String registry(String key) {
        String host = key.replaceFirst("^https?://", "");
        int slash = host.indexOf('/');
        return ImageName.canonical(slash < 0 ? host : host.substring(0, slash));
    }

    @Override
    public String toString() {
        return "credentials for " + basicByRegistry.keySet();
    }
}
