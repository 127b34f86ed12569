package dev.vedette.sensor.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.sensor.images.source.Digests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Puts documents into a registry on loopback that no honest program would make. */
final class RegistryPush implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    RegistryPush(String host, String repository) {
        this.base = "http://" + host + "/v2/" + repository;
    }

    /** The same layers under a configuration that says another time; the digest of the new manifest. */
    String withCreated(String reference, String created, String tag) throws IOException, InterruptedException {
        ObjectNode manifest = (ObjectNode) json.readTree(manifest(reference));
        ObjectNode configuration = (ObjectNode) json.readTree(
                get("/blobs/" + manifest.path("config").path("digest").asText(), "*/*"));
        byte[] changed = json.writeValueAsBytes(configuration.put("created", created));
        upload(changed);
        ((ObjectNode) manifest.path("config"))
                .put("digest", Digests.of(changed))
                .put("size", changed.length);
        return put(json.writeValueAsBytes(manifest), MANIFEST, tag);
    }

    /** The same configuration and layers under another manifest; its digest. */
    String repacked(String reference, String tag) throws IOException, InterruptedException {
        ObjectNode manifest = (ObjectNode) json.readTree(manifest(reference));
        manifest.putObject("annotations").put("made", "again");
        return put(json.writeValueAsBytes(manifest), MANIFEST, tag);
    }

    /** An index with the manifest in it; the index's digest. */
    String indexed(String digest, String tag) throws IOException, InterruptedException {
        ObjectNode index = json.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
        ObjectNode entry = index.putArray("manifests").addObject();
        entry.put("mediaType", MANIFEST).put("digest", digest).put("size", manifest(digest).length);
        entry.putObject("platform")
                .put("os", "linux")
                .put("architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
        return put(json.writeValueAsBytes(index), INDEX, tag);
    }

    private byte[] manifest(String reference) throws IOException, InterruptedException {
        return get("/manifests/" + reference, MANIFEST);
    }

    private byte[] get(String path, String accept) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        expect(200, answer);
        return answer.body();
    }

    private String put(byte[] document, String type, String tag) throws IOException, InterruptedException {
        expect(
                201,
                http.send(
                        HttpRequest.newBuilder(URI.create(base + "/manifests/" + tag))
                                .header("Content-Type", type)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(document))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()));
        return Digests.of(document);
    }

    private void upload(byte[] blob) throws IOException, InterruptedException {
        HttpResponse<Void> begun = http.send(
                HttpRequest.newBuilder(URI.create(base + "/blobs/uploads/"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        expect(202, begun);
        String location = begun.headers().firstValue("Location").orElseThrow();
        expect(
                201,
                http.send(
                        HttpRequest.newBuilder(URI.create(base)
                                        .resolve(location + (location.contains("?") ? "&" : "?") + "digest="
                                                + Digests.of(blob)))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(blob))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()));
    }

    private static void expect(int status, HttpResponse<?> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.uri() + " answered " + answer.statusCode());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
