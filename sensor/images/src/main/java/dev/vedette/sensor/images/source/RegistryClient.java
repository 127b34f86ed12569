package dev.vedette.sensor.images.source;

import dev.vedette.policy.model.ImageName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Asks a registry (opencontainers/distribution-spec).
 *
 * <p>By TLS with a look at the certificate; a registry on this machine's own loopback is asked without, as containerd
 * does (core/remotes/docker, MatchLocalhost), unless authorities are given. Redirections are followed once and without credentials. Answers are
 * bounded, what has a digest is compared with it. Thread-safe.
 */
public final class RegistryClient implements ImageSource, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 4 << 20;
    /** The default registry's own host for the protocol. */
    private static final String DEFAULT_HOST = "registry-1.docker.io";

    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private final String registry;
    private final String base;
    private final HttpClient http;
    private final RegistryLogin login;

    /**
     * @param registry host and port as in images' names
     * @param trust whom to trust; null for the JDK's own authorities
     */
    public RegistryClient(String registry, Credentials credentials, SSLContext trust) {
        this.registry = registry;
        this.base = (Loopback.isHost(registry) && trust == null ? "http://" : "https://")
                + (registry.equals(ImageName.DEFAULT_REGISTRY) ? DEFAULT_HOST : registry) + "/v2/";
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (trust != null) {
            builder.sslContext(trust);
        }
        this.http = builder.build();
        this.login = new RegistryLogin(registry, credentials, http, PATIENCE);
    }

    @Override
    public Optional<byte[]> manifest(String repository, String reference) throws IOException {
        Optional<byte[]> answer = get(repository + "/manifests/" + reference, MANIFESTS, repository);
        return answer.isPresent() && Digests.isOne(reference) ? Optional.of(checked(answer.get(), reference)) : answer;
    }

    @Override
    public Optional<byte[]> blob(String repository, String digest) throws IOException {
        Optional<byte[]> answer = get(repository + "/blobs/" + digest, "*/*", repository);
        return answer.isPresent() ? Optional.of(checked(answer.get(), digest)) : answer;
    }

    /** By the registry's own list, or where it keeps none by the tag that stands in for it. */
    @Override
    public List<Descriptor> referrers(String repository, String digest) throws IOException {
        Optional<byte[]> index = get(repository + "/referrers/" + digest, MANIFESTS, repository);
        if (index.isEmpty()) {
            index = manifest(repository, digest.replace(':', '-'));
        }
        return index.isEmpty() ? List.of() : ImageDocument.read(index.get()).manifests();
    }

    private static byte[] checked(byte[] content, String digest) throws IOException {
        if (!Digests.of(content).equals(digest)) {
            throw new IOException("the registry sent something else than " + digest);
        }
        return content;
    }

    private Optional<byte[]> get(String path, String accept, String repository) throws IOException {
        URI address = address(path);
        HttpResponse<InputStream> answer = send(address, accept, login.known(repository));
        if (answer.statusCode() == 401) {
            answer.body().close();
            answer = send(address, accept, login.answer(answer.headers(), repository));
        }
        if (answer.statusCode() / 100 == 3) {
            answer.body().close();
            answer = send(redirection(address, answer), accept, Optional.empty());
        }
        try (InputStream body = answer.body()) {
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(bounded(body));
                case 404 -> Optional.empty();
                case 401, 403 ->
                    throw new IOException("the registry " + registry + " does not let us read " + repository);
                default -> throw new IOException("the registry " + registry + " answered " + answer.statusCode());
            };
        }
    }

    private URI address(String path) throws IOException {
        try {
            return URI.create(base + path);
        } catch (IllegalArgumentException e) {
            throw new IOException("the name " + path + " is none that a registry can be asked for", e);
        }
    }

    private URI redirection(URI from, HttpResponse<?> answer) throws IOException {
        URI to = from.resolve(answer.headers().firstValue("Location").orElse(""));
        if (from.getScheme().equals("https") && !"https".equals(to.getScheme())) {
            throw new IOException("the registry " + registry + " sends us elsewhere without TLS");
        }
        return to;
    }

    private static byte[] bounded(InputStream body) throws IOException {
        byte[] content = body.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw new IOException("the registry's answer is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return content;
    }

    private HttpResponse<InputStream> send(URI address, String accept, Optional<String> authorization)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(PATIENCE).header("Accept", accept);
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + registry, e);
        } catch (IOException e) {
            throw new IOException("the registry " + registry + " does not answer (" + reason(e) + ")", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
