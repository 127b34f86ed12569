package dev.vedette.sensor.images.signature;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.sensor.images.source.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes signatures into an image layout as cosign writes them. */
final class SignedLayout {
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final List<Map<String, Object>> entries = new ArrayList<>();

    SignedLayout(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("blobs/sha256"));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        index();
    }

    static KeyPair key(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (size > 0) {
            generator.initialize(size);
        }
        return generator.generateKeyPair();
    }

    /** A public key's file, as {@code cosign generate-key-pair} writes it. */
    static Path publicKey(Path file, KeyPair key) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                                .encodeToString(key.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    static byte[] payload(String digest) {
        return ("{\"critical\":{\"identity\":{\"docker-reference\":\"registry.example/app\"},\"image\":"
                        + "{\"docker-manifest-digest\":\"" + digest
                        + "\"},\"type\":\"cosign container image signature\"},"
                        + "\"optional\":null}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static String sign(KeyPair key, String algorithm, byte[] content) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key.getPrivate());
        signer.update(content);
        return Base64.getEncoder().encodeToString(signer.sign());
    }

    /** The older form: beside the image with {@code digest}, whatever the payload says. */
    SignedLayout simple(String digest, byte[] payload, String signature) throws IOException {
        return simple(digest, payload, Map.of(SignatureFormats.SIGNATURE_ANNOTATION, signature));
    }

    SignedLayout simple(String digest, byte[] payload, Map<String, String> annotations) throws IOException {
        Map<String, Object> layer = descriptor(SignatureFormats.PAYLOAD_TYPE, blob(payload), payload.length);
        layer.put("annotations", annotations);
        byte[] manifest = json.writeValueAsBytes(Map.of(
                "schemaVersion",
                2,
                "config",
                descriptor("x/config", blob(new byte[] {'{', '}'}), 2),
                "layers",
                List.of(layer)));
        Map<String, Object> entry =
                descriptor("application/vnd.oci.image.manifest.v1+json", blob(manifest), manifest.length);
        entry.put("annotations", Map.of("org.opencontainers.image.ref.name", digest.replace(':', '-') + ".sig"));
        entries.add(entry);
        index();
        return this;
    }

    /** The newer form: a manifest that refers to the image and has a bundle. */
    SignedLayout bundle(String digest, KeyPair key, String predicate, String subject)
            throws IOException, GeneralSecurityException {
        return bundle(digest, key, predicate, subject, Map.of());
    }

    /** @param material what the bundle says of who has signed */
    SignedLayout bundle(String digest, KeyPair key, String predicate, String subject, Map<String, Object> material)
            throws IOException, GeneralSecurityException {
        byte[] statement = json.writeValueAsBytes(Map.of(
                "_type",
                "https://in-toto.io/Statement/v1",
                "subject",
                List.of(Map.of("digest", Map.of("sha256", subject.substring("sha256:".length())))),
                "predicateType",
                predicate,
                "predicate",
                Map.of()));
        String type = "application/vnd.in-toto+json";
        byte[] bundle = json.writeValueAsBytes(Map.of(
                "mediaType",
                "application/vnd.dev.sigstore.bundle.v0.3+json",
                "verificationMaterial",
                material,
                "dsseEnvelope",
                Map.of(
                        "payload",
                        Base64.getEncoder().encodeToString(statement),
                        "payloadType",
                        type,
                        "signatures",
                        List.of(Map.of(
                                "sig",
                                sign(key, "SHA256withECDSA", SignatureFormats.preAuthenticated(type, statement)))))));
        byte[] manifest = json.writeValueAsBytes(Map.of(
                "schemaVersion",
                2,
                "artifactType",
                "application/vnd.dev.sigstore.bundle.v0.3+json",
                "config",
                descriptor("application/vnd.oci.empty.v1+json", blob(new byte[] {'{', '}'}), 2),
                "layers",
                List.of(descriptor("application/vnd.dev.sigstore.bundle.v0.3+json", blob(bundle), bundle.length)),
                "subject",
                Map.of("digest", digest)));
        entries.add(descriptor("application/vnd.oci.image.manifest.v1+json", blob(manifest), manifest.length));
        index();
        return this;
    }

    private void index() throws IOException {
        Files.write(
                folder.resolve("index.json"), json.writeValueAsBytes(Map.of("schemaVersion", 2, "manifests", entries)));
    }

    private String blob(byte[] content) throws IOException {
        String digest = Digests.of(content);
        Files.write(folder.resolve("blobs/sha256").resolve(digest.substring("sha256:".length())), content);
        return digest;
    }

    private static Map<String, Object> descriptor(String type, String digest, long size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", type);
        descriptor.put("digest", digest);
        descriptor.put("size", size);
        return descriptor;
    }
}
