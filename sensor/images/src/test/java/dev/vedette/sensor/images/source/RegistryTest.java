package dev.vedette.sensor.images.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved.Signature;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.policy.model.Parameters;
import dev.vedette.sensor.demo.runtime.LoopbackCertificate;
import dev.vedette.sensor.demo.runtime.PrivateRegistry;
import dev.vedette.sensor.demo.runtime.PrivateRegistry.Protection;
import dev.vedette.sensor.demo.runtime.Skopeo;
import dev.vedette.sensor.demo.runtime.Skopeo.SigningKey;
import dev.vedette.sensor.demo.runtime.TokenAuthority;
import dev.vedette.sensor.images.SignatureKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real registry on loopback, and images that skopeo has signed: neither is of this project. */
@Timeout(60)
class RegistryTest {
    @TempDir
    static Path folder;

    private static PrivateRegistry registry;
    private static Skopeo skopeo;
    private static SigningKey ours;
    private static SigningKey theirs;
    private static String signed;
    private static String unsigned;

    @BeforeAll
    static void fillRegistry() throws Exception {
        registry = PrivateRegistry.start(folder.resolve("registry"), Protection.NONE);
        skopeo = new Skopeo(folder.resolve("skopeo"));
        ours = skopeo.makeKey("ours");
        theirs = skopeo.makeKey("theirs");
        signed = push("app:signed", "one", Optional.of(ours));
        unsigned = push("app:unsigned", "two", Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void verifiesWhatAnotherProgramHasSigned() {
        Signature signature = check("app:signed", signed, ours);

        assertThat(signature)
                .extracting(Signature::state, Signature::by)
                .containsExactly(State.VALID, ours.publicKey().toString());
    }

    @Test
    void doesNotTakeAnotherKeyOrNone() {
        assertThat(check("app:signed", signed, theirs).state()).isEqualTo(State.OTHER_KEY);
        assertThat(check("app:unsigned", unsigned, ours).state()).isEqualTo(State.ABSENT);
    }

    @Test
    void catchesASignatureThatIsReplayedForAnotherImage() throws Exception {
        String victim = push("app:replayed", "three", Optional.empty());
        copyManifest("app", tagOfSignature(signed), tagOfSignature(victim));

        Signature signature = check("app:replayed", victim, ours);

        assertThat(signature.state()).isEqualTo(State.OTHER_IMAGE);
        assertThat(signature.detail()).contains(signed);
    }

    @Test
    void judgesTheDigestThatRunsWhenATagHasMoved() throws Exception {
        push("app:moving", "four", Optional.of(ours));
        String moved = push("app:moving", "five", Optional.empty());

        assertThat(check("app:moving", moved, ours).state()).isEqualTo(State.ABSENT);
    }

    @Test
    void comparesContentWithItsDigest() throws Exception {
        try (RegistryClient client = new RegistryClient(registry.host(), Credentials.NONE, null)) {
            assertThat(client.manifest("app", signed)).isPresent();
            assertThat(client.manifest("app", "absent")).isEmpty();
            assertThat(client.referrers("app", signed)).isEmpty();
            Path blob = folder.resolve("registry/content/docker/registry/v2/blobs/sha256")
                    .resolve(unsigned.substring(7, 9))
                    .resolve(unsigned.substring(7))
                    .resolve("data");
            byte[] before = Files.readAllBytes(blob);
            Files.writeString(blob, new String(before, StandardCharsets.UTF_8).replaceFirst("\\{", "{ "));
            try {
                assertThatThrownBy(() -> client.manifest("app", unsigned)).isInstanceOf(IOException.class);
            } finally {
                Files.write(blob, before);
            }
        }
    }

    @Test
    void looksAtCertificatesAndGivesPasswordsByTlsAlone() throws Exception {
        LoopbackCertificate pair = LoopbackCertificate.make(folder.resolve("tls"));
        Path certificate = pair.certificate();
        Path passwords = Files.writeString(
                folder.resolve("passwords"),
                "reader:" + OpenBSDBCrypt.generate("2y", "secret-word".toCharArray(), new byte[16], 5) + "\n");
        try (PrivateRegistry locked =
                PrivateRegistry.start(folder.resolve("locked"), Protection.passwords(pair, passwords))) {
            Credentials known = Credentials.read(Files.writeString(
                    folder.resolve("config.json"),
                    "{\"auths\": {\"" + locked.host() + "\": {\"auth\": \""
                            + Base64.getEncoder().encodeToString("reader:secret-word".getBytes(StandardCharsets.UTF_8))
                            + "\"}}}"));
            assertThat(known.toString()).doesNotContain("secret");
            try (RegistryClient client =
                            new RegistryClient(locked.host(), known, TrustedAuthorities.with(List.of(certificate)));
                    RegistryClient nobody = new RegistryClient(
                            locked.host(), Credentials.NONE, TrustedAuthorities.with(List.of(certificate)));
                    RegistryClient stranger =
                            new RegistryClient(locked.host(), known, javax.net.ssl.SSLContext.getDefault())) {
                assertThat(client.manifest("app", "absent")).isEmpty();
                assertThatThrownBy(() -> nobody.manifest("app", "absent")).hasMessageContaining("does not let us read");
                assertThatThrownBy(() -> stranger.manifest("app", "absent")).hasMessageContaining("does not answer");
            }
        }
    }

    @Test
    void readsSignaturesOfARegistryThatAsksForTokens() throws Exception {
        LoopbackCertificate pair = LoopbackCertificate.make(folder.resolve("token-tls"));
        try (TokenAuthority authority = TokenAuthority.start(pair, "reader:secret-word");
                PrivateRegistry locked =
                        PrivateRegistry.start(folder.resolve("tokens"), Protection.tokens(pair, authority))) {
            Skopeo pusher = new Skopeo(folder.resolve("pusher"), pair, "reader:secret-word");
            SigningKey key = pusher.makeKey("locked");
            String digest = pusher.push(locked, "team/app:1", "locked", Optional.of(key));
            Map<String, List<String>> asked = Map.of(
                    "keys", List.of(key.publicKey().toString()),
                    "registry-ca", List.of(pair.certificate().toString()));
            int before = authority.given().size();

            Signature known = check(locked, digest, with(asked, login(locked, "reader:secret-word")));
            Signature nobody = check(locked, digest, asked);
            Signature wrong = check(locked, digest, with(asked, login(locked, "reader:guess")));

            assertThat(known.state()).isEqualTo(State.VALID);
            assertThat(authority.given().subList(before, authority.given().size()))
                    .containsExactly("repository:team/app:pull");
            assertThat(nobody.state()).isEqualTo(State.NOT_KNOWN);
            assertThat(wrong.detail())
                    .contains(locked.host(), "gives us no token")
                    .doesNotContain("guess");
        }
    }

    private static Signature check(PrivateRegistry from, String digest, Map<String, List<String>> asked) {
        return new SignatureKeys().check(ImageName.parse(from.host() + "/team/app:1"), List.of(digest), lists(asked));
    }

    private static Map<String, List<String>> with(Map<String, List<String>> asked, Path credentials) {
        Map<String, List<String>> all = new HashMap<>(asked);
        all.put("credentials", List.of(credentials.toString()));
        return all;
    }

    private static Path login(PrivateRegistry at, String login) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "config", ".json"),
                "{\"auths\": {\"" + at.host() + "\": {\"auth\": \""
                        + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)) + "\"}}}");
    }

    @Test
    void saysThatARegistryDoesNotAnswer() throws Exception {
        PrivateRegistry gone = PrivateRegistry.start(folder.resolve("gone"), Protection.NONE);
        gone.close();

        Signature signature = new SignatureKeys()
                .check(
                        ImageName.parse(gone.host() + "/app:1"),
                        List.of(signed),
                        lists(Map.of("keys", List.of(ours.publicKey().toString()))));

        assertThat(signature.state()).isEqualTo(State.NOT_KNOWN);
        assertThat(signature.detail()).contains(gone.host(), "does not answer");
    }

    private static Signature check(String name, String digest, SigningKey key) {
        return new SignatureKeys()
                .check(
                        ImageName.parse(registry.host() + "/" + name),
                        List.of(digest),
                        lists(Map.of("keys", List.of(key.publicKey().toString()))));
    }

    private static Parameters lists(Map<String, List<String>> lists) {
        return (rule, name) -> rule.equals("VDT-6003") ? lists.getOrDefault(name, List.of()) : List.of();
    }

    private static String tagOfSignature(String digest) {
        return digest.replace(':', '-') + ".sig";
    }

    private static String push(String name, String content, Optional<SigningKey> key) throws IOException {
        return skopeo.push(registry, name, content, key);
    }

    private static void copyManifest(String repository, String from, String to) throws Exception {
        String base = "http://" + registry.host() + "/v2/" + repository + "/manifests/";
        String type = "application/vnd.oci.image.manifest.v1+json";
        try (HttpClient http = HttpClient.newHttpClient()) {
            byte[] manifest = http.send(
                            HttpRequest.newBuilder(URI.create(base + from))
                                    .header("Accept", type)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(base + to))
                                    .header("Content-Type", type)
                                    .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(201);
        }
    }
}
