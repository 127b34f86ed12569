package dev.vedette.sensor.images.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The two forms in which cosign writes signatures.
 *
 * <p>The older one signs a small payload (containers/image, docs/containers-signature.5.md; cosign, specs/
 * SIGNATURE_SPEC.md). The newer one is a sigstore bundle with a DSSE envelope (sigstore/protobuf-specs,
 * sigstore_bundle.proto; secure-systems-lab/dsse, protocol.md) around an in-toto statement; only statements of cosign's
 * own kind are signatures, others are attestations that the same key may have signed for other ends.
 */
final class SignatureFormats {
    static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String SIGNATURE_ANNOTATION = "dev.cosignproject.cosign/signature";
    /** Where the older form keeps the certificate of a signature without a key (cosign, specs/SIGNATURE_SPEC.md). */
    static final String CERTIFICATE_ANNOTATION = "dev.sigstore.cosign/certificate";

    static final String BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle";
    private static final String CLAIM = "cosign container image signature";
    private static final String STATEMENT = "application/vnd.in-toto+json";
    private static final String PREDICATE = "https://sigstore.dev/cosign/sign/v1";

    private final ObjectMapper json = new ObjectMapper();

    /** @throws IOException if it is not of that form */
    SignedClaim payload(byte[] payload, Map<String, String> annotations) throws IOException {
        JsonNode critical = object(payload).path("critical");
        String digest = critical.path("image").path("docker-manifest-digest").asText("");
        boolean ofImage = critical.path("type").asText("").equals(CLAIM) && !digest.isEmpty();
        return new SignedClaim(
                payload,
                decoded(annotations.getOrDefault(SIGNATURE_ANNOTATION, "")),
                ofImage ? Set.of(digest) : Set.of(),
                annotations.containsKey(CERTIFICATE_ANNOTATION));
    }

    /** @throws IOException if it is not of that form */
    List<SignedClaim> bundle(byte[] bundle) throws IOException {
        JsonNode document = object(bundle);
        JsonNode envelope = document.path("dsseEnvelope");
        String type = envelope.path("payloadType").asText("");
        byte[] statement = decoded(envelope.path("payload").asText(""));
        Set<String> digests = type.equals(STATEMENT) ? subjects(object(statement)) : Set.of();
        List<SignedClaim> claims = new ArrayList<>();
        for (JsonNode signature : envelope.path("signatures")) {
            claims.add(new SignedClaim(
                    preAuthenticated(type, statement),
                    decoded(signature.path("sig").asText("")),
                    digests,
                    isKeyless(document.path("verificationMaterial"))));
        }
        return claims;
    }

    /** A key is only hinted at; a certificate stands there itself (sigstore_bundle.proto, VerificationMaterial). */
    private static boolean isKeyless(JsonNode material) {
        return material.has("certificate") || material.has("x509CertificateChain");
    }

    private static Set<String> subjects(JsonNode statement) {
        Set<String> digests = new HashSet<>();
        if (statement.path("predicateType").asText("").equals(PREDICATE)) {
            for (JsonNode subject : statement.path("subject")) {
                digests.add("sha256:" + subject.path("digest").path("sha256").asText(""));
            }
        }
        return digests;
    }

    /** What a DSSE signature is over: type and content with their lengths, so that neither can pass for the other. */
    static byte[] preAuthenticated(String type, byte[] content) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(typeBytes);
        out.writeBytes((" " + content.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        return out.toByteArray();
    }

    private JsonNode object(byte[] bytes) throws IOException {
        JsonNode node = json.readTree(bytes);
        if (node == null || !node.isObject()) {
            throw new IOException("a signature's document is no JSON object");
        }
        return node;
    }

    private static byte[] decoded(String base64) throws IOException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("a signature is not in base64", e);
        }
    }
}
