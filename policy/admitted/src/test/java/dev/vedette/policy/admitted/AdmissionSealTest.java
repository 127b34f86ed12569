package dev.vedette.policy.admitted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.model.AdmittedPod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionSealTest {
    @TempDir
    Path folder;

    private PrivateKey key;
    private List<PublicKey> keys;

    @BeforeEach
    void makeKeys() throws Exception {
        key = SigningKeys.privateKeyOrNew(folder.resolve("seal.key"));
        keys = SigningKeys.publicKeys(folder.resolve("seal.key.pub"));
    }

    @Test
    void whatIsSealedIsReadBackUnderItsOwnName() throws Exception {
        AdmittedPod pod = pod("web", "");

        String value = AdmissionSeal.seal(pod, key).orElseThrow();

        assertThat(AdmissionSeal.open(value, keys, "shop", "web")).contains(pod);
        assertThat(AdmissionSeal.open(value, keys, "shop", "web2")).isEmpty();
        assertThat(AdmissionSeal.open(value, keys, "other", "web")).isEmpty();
    }

    @Test
    void aNameMadeUpByTheApiServerIsTheRightOne() throws Exception {
        String value = AdmissionSeal.seal(pod("", "web-5d8f-"), key).orElseThrow();

        assertThat(AdmissionSeal.open(value, keys, "shop", "web-5d8f-x2kq9")).isPresent();
        assertThat(AdmissionSeal.open(value, keys, "shop", "web-5d8f-other-x2kq9"))
                .isEmpty();
        assertThat(AdmissionSeal.open(value, keys, "shop", "web")).isEmpty();
    }

    @Test
    void everyChangedCharacterBreaksTheSeal() throws Exception {
        String value = AdmissionSeal.seal(pod("web", ""), key).orElseThrow();

        // The last character of each part carries bits that base64 leaves out.
        int end = value.indexOf('.', 3) - 1;
        for (int i = 3; i < end; i++) {
            String other = value.substring(0, i) + (value.charAt(i) == 'A' ? 'B' : 'A') + value.substring(i + 1);
            assertThat(AdmissionSeal.open(other, keys, "shop", "web"))
                    .as("at " + i)
                    .isEmpty();
        }
    }

    @Test
    void anothersSealAndWhatIsNoneAreNotTaken() throws Exception {
        PrivateKey stranger = SigningKeys.privateKeyOrNew(folder.resolve("stranger.key"));
        String value = AdmissionSeal.seal(pod("web", ""), stranger).orElseThrow();

        assertThat(AdmissionSeal.open(value, keys, "shop", "web")).isEmpty();
        for (String none : List.of("", "v1", "v1..", "v1.e30.e30", "v2.e30.e30", "v1.%%.%%", "a.b.c.d")) {
            assertThat(AdmissionSeal.open(none, keys, "shop", "web")).isEmpty();
        }
    }

    @Test
    void aNewKeyIsTakenBesideTheOldOne() throws Exception {
        PrivateKey next = SigningKeys.privateKeyOrNew(folder.resolve("next.key"));
        Path both = folder.resolve("both.pub");
        Files.writeString(
                both,
                Files.readString(folder.resolve("seal.key.pub")) + Files.readString(folder.resolve("next.key.pub")));
        List<PublicKey> read = SigningKeys.publicKeys(both);

        assertThat(read).hasSize(2);
        for (PrivateKey one : List.of(key, next)) {
            String value = AdmissionSeal.seal(pod("web", ""), one).orElseThrow();
            assertThat(AdmissionSeal.open(value, read, "shop", "web")).isPresent();
        }
    }

    @Test
    void aRecordThatIsTooLongForAnAnnotationIsNotSealed() throws Exception {
        String many = ("{\"name\":\"" + "n".repeat(60) + "\",\"image\":\"" + "i".repeat(200) + "\"},").repeat(400);
        AdmittedPod pod = ManifestAdmission.of(
                new JsonMapper()
                        .readTree("{\"metadata\":{\"name\":\"web\"},\"spec\":{\"containers\":[" + many + "{}]}}"),
                "shop",
                7);

        assertThat(AdmissionSeal.seal(pod, key)).isEmpty();
    }

    @Test
    void keysAreForTheirOwnerAloneAndKept() throws Exception {
        Path file = folder.resolve("seal.key");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKeys.privateKeyOrNew(file).getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void aKeyThatOthersMayReadOrWriteIsRefused() throws Exception {
        Path file = folder.resolve("seal.key");

        for (String shared : List.of("rw-r--r--", "rw-----w-", "rw--w----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(shared));
            assertThatThrownBy(() -> SigningKeys.privateKeyOrNew(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(shared);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(SigningKeys.privateKeyOrNew(file).getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void aKeyWhosePublicOneCannotBeWrittenIsNotLeftBehind() throws Exception {
        Path file = folder.resolve("other.key");
        Files.createDirectories(folder.resolve("other.key.pub/taken"));

        assertThatThrownBy(() -> SigningKeys.privateKeyOrNew(file)).isInstanceOf(IOException.class);
        try (var left = Files.list(folder)) {
            assertThat(left.map(one -> one.getFileName().toString()))
                    .noneMatch(name -> name.equals("other.key") || name.startsWith("."));
        }
    }

    @Test
    void saysWhichFileHoldsNoKey() throws Exception {
        Path none = Files.writeString(folder.resolve("none"), "hello");
        Files.setPosixFilePermissions(none, PosixFilePermissions.fromString("rw-------"));
        Path broken = Files.writeString(
                folder.resolve("broken"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");

        assertThatThrownBy(() -> SigningKeys.publicKeys(none))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(none.toString());
        assertThatThrownBy(() -> SigningKeys.privateKeyOrNew(none))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(none.toString());
        assertThatThrownBy(() -> SigningKeys.publicKeys(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(broken.toString());
    }

    @Test
    void whatIsSignedIsTheRecordItself() throws Exception {
        String value = AdmissionSeal.seal(pod("web", ""), key).orElseThrow();
        String record = new String(Base64.getUrlDecoder().decode(value.split("\\.", -1)[1]), StandardCharsets.UTF_8);

        JsonNode read = new JsonMapper().readTree(record);
        assertThat(read.path("namespace").asText()).isEqualTo("shop");
        assertThat(read.path("spec").asText()).startsWith("sha256:");
    }

    private static AdmittedPod pod(String name, String generateName) throws Exception {
        return ManifestAdmission.of(new JsonMapper().readTree("""
                        {"metadata": {"name": "%s", "generateName": "%s"}, "spec": {"hostPID": true,
                         "volumes": [{"name": "v", "hostPath": {"path": "/srv"}}],
                         "containers": [{"name": "main", "image": "x", "volumeMounts": [{"name": "v", "mountPath": "/v"}],
                          "securityContext": {"runAsUser": 5, "seccompProfile": {"type": "Unconfined"}}}]}}
                        """.formatted(name, generateName)), "shop", 7);
    }
}
