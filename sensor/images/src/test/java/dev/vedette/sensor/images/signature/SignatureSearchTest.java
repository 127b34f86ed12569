package dev.vedette.sensor.images.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.ImageObserved.Signature;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.sensor.images.source.Digests;
import dev.vedette.sensor.images.source.OciLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On image layouts that are signed here with keys of the JDK; see {@code RegistryTest} for a signer of others. */
class SignatureSearchTest {
    private static final String IMAGE = Digests.of("image".getBytes(StandardCharsets.UTF_8));
    private static final String OTHER = Digests.of("other".getBytes(StandardCharsets.UTF_8));
    private static final String INDEX = Digests.of("index".getBytes(StandardCharsets.UTF_8));
    private static final String SIGNATURE = "https://sigstore.dev/cosign/sign/v1";
    private static final String ALGORITHM = "SHA256withECDSA";

    private static KeyPair ours;
    private static KeyPair theirs;

    @TempDir
    Path folder;

    private SignedLayout layout;
    private TrustedKey key;

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        ours = SignedLayout.key("EC", 256);
        theirs = SignedLayout.key("EC", 256);
    }

    @BeforeEach
    void makeLayout() throws IOException {
        layout = new SignedLayout(folder.resolve("layout"));
        key = TrustedKey.read(SignedLayout.publicKey(folder.resolve("ours.pub"), ours));
    }

    @Test
    void takesASignatureByAKeyOfThePolicy() throws Exception {
        layout.simple(IMAGE, SignedLayout.payload(IMAGE), signed(ours, IMAGE));

        assertThat(found()).extracting(Signature::state, Signature::by).containsExactly(State.VALID, key.name());
    }

    @Test
    void takesABundleThatRefersToTheImage() throws Exception {
        layout.bundle(IMAGE, ours, SIGNATURE, IMAGE);

        assertThat(found().state()).isEqualTo(State.VALID);
    }

    @Test
    void takesASignatureOfTheIndexThatTheImageIsIn() throws Exception {
        layout.simple(INDEX, SignedLayout.payload(INDEX), signed(ours, INDEX));

        assertThat(found(List.of(IMAGE, INDEX)).state()).isEqualTo(State.VALID);
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(found().state()).isEqualTo(State.ABSENT);
    }

    @Test
    void doesNotTakeAnotherKey() throws Exception {
        layout.simple(IMAGE, SignedLayout.payload(IMAGE), signed(theirs, IMAGE));
        layout.bundle(IMAGE, theirs, SIGNATURE, IMAGE);

        assertThat(found().state()).isEqualTo(State.OTHER_KEY);
    }

    @Test
    void catchesTheSignatureOfAnotherImage() throws Exception {
        layout.simple(IMAGE, SignedLayout.payload(OTHER), signed(ours, OTHER));

        assertThat(found()).extracting(Signature::state).isEqualTo(State.OTHER_IMAGE);
        assertThat(found().detail()).contains(OTHER);
    }

    @Test
    void catchesTheBundleOfAnotherImage() throws Exception {
        layout.bundle(IMAGE, ours, SIGNATURE, OTHER);

        assertThat(found().state()).isEqualTo(State.OTHER_IMAGE);
    }

    @Test
    void doesNotTakeAPayloadThatWasChangedAfterwards() throws Exception {
        layout.simple(IMAGE, SignedLayout.payload(IMAGE), signed(ours, OTHER));

        assertThat(found().state()).isEqualTo(State.OTHER_KEY);
    }

    @Test
    void doesNotTakeAnAttestationOfTheSameKeyForASignature() throws Exception {
        layout.bundle(IMAGE, ours, "https://slsa.dev/provenance/v1", IMAGE);

        assertThat(found().state()).isEqualTo(State.OTHER_KEY);
    }

    @Test
    void findsAGoodOneBesideBrokenOnes() throws Exception {
        layout.simple(IMAGE, "no json".getBytes(StandardCharsets.UTF_8), "!!")
                .simple(IMAGE, SignedLayout.payload(OTHER), signed(ours, OTHER))
                .bundle(IMAGE, ours, SIGNATURE, IMAGE);

        assertThat(found().state()).isEqualTo(State.VALID);
    }

    @Test
    void saysThatNoKeyDecidesASignatureByCertificateInTheOlderForm() throws Exception {
        layout.simple(
                IMAGE,
                SignedLayout.payload(IMAGE),
                Map.of(
                        SignatureFormats.SIGNATURE_ANNOTATION,
                        signed(theirs, IMAGE),
                        SignatureFormats.CERTIFICATE_ANNOTATION,
                        "-----BEGIN CERTIFICATE-----"));

        assertThat(found().state()).isEqualTo(State.UNDECIDABLE);
        assertThat(found().detail()).contains("which no key can decide");
    }

    @Test
    void saysThatNoKeyDecidesASignatureByCertificateInABundle() throws Exception {
        layout.bundle(IMAGE, theirs, SIGNATURE, IMAGE, Map.of("certificate", Map.of("rawBytes", "MIIB")));

        assertThat(found().state()).isEqualTo(State.UNDECIDABLE);
    }

    @Test
    void doesNotLetACertificateHideASignatureOfAnotherImageOrAGoodOne() throws Exception {
        layout.simple(
                IMAGE,
                SignedLayout.payload(OTHER),
                Map.of(
                        SignatureFormats.SIGNATURE_ANNOTATION,
                        signed(theirs, OTHER),
                        SignatureFormats.CERTIFICATE_ANNOTATION,
                        "-----BEGIN CERTIFICATE-----"));
        assertThat(found().state()).isEqualTo(State.OTHER_KEY);

        layout.bundle(IMAGE, theirs, SIGNATURE, IMAGE, Map.of("certificate", Map.of("rawBytes", "MIIB")));
        layout.bundle(IMAGE, ours, SIGNATURE, IMAGE);
        assertThat(found().state()).isEqualTo(State.VALID);
    }

    @Test
    void saysWhyNobodyKnows() {
        Signature signature = new SignatureSearch()
                .find("app", List.of(IMAGE), List.of(key), List.of(new OciLayout(folder.resolve("absent"))));

        assertThat(signature.state()).isEqualTo(State.NOT_KNOWN);
        assertThat(signature.detail()).contains("absent", "no image layout");
    }

    @ParameterizedTest
    @CsvSource({
        "EC, 256, SHA256withECDSA",
        "EC, 384, SHA384withECDSA",
        "EC, 521, SHA512withECDSA",
        "RSA, 2048, SHA256withRSA",
        "Ed25519, 0, Ed25519"
    })
    void readsKeysOfEachKind(String kind, int size, String algorithm) throws Exception {
        KeyPair pair = SignedLayout.key(kind, size);
        TrustedKey read = TrustedKey.read(SignedLayout.publicKey(folder.resolve("key.pub"), pair));
        byte[] content = SignedLayout.payload(IMAGE);
        byte[] signature = java.util.Base64.getDecoder().decode(SignedLayout.sign(pair, algorithm, content));

        assertThat(read.verifies(content, signature)).isTrue();
        assertThat(read.verifies(SignedLayout.payload(OTHER), signature)).isFalse();
        assertThat(read.verifies(content, new byte[0])).isFalse();
    }

    @Test
    void namesTheFileThatIsNoKey() throws Exception {
        Path file = Files.writeString(
                folder.resolve("no.pub"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");

        assertThatThrownBy(() -> TrustedKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.pub");
    }

    private Signature found() {
        return found(List.of(IMAGE));
    }

    private Signature found(List<String> digests) {
        return new SignatureSearch()
                .find("app", digests, List.of(key), List.of(new OciLayout(folder.resolve("layout"))));
    }

    private static String signed(KeyPair by, String digest) throws GeneralSecurityException {
        return SignedLayout.sign(by, ALGORITHM, SignedLayout.payload(digest));
    }
}
