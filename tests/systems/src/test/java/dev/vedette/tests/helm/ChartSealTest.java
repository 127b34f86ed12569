package dev.vedette.tests.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.admitted.ManifestAdmission;
import dev.vedette.policy.keys.SigningKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the chart has admitted pods sealed, where it is asked to. */
class ChartSealTest {
    static final String CLIENT_CA = "-----BEGIN CERTIFICATE-----";

    private static final Map<String, String> SEALING =
            Map.of("webhook.seal.enabled", "true", "webhook.clientCa", CLIENT_CA);

    @TempDir
    Path folder;

    @Test
    void unlessAskedForNothingIsSealedAndNoKeyIsMade() {
        String rendered = Chart.render(Map.of());

        assertThat(rendered).doesNotContain("MutatingWebhookConfiguration", "seal.key", "client-ca");
    }

    @Test
    void whatTheWebhookSealsWithTheKeyThatWasMadeTheSensorOpensWithItsOther() throws Exception {
        Rendered made = Chart.object(SEALING, "Secret", "vedette-webhook-seal").at("data");
        Path key = written("seal.key", made);
        Path open = written("seal.key.pub", made);

        String seal = AdmissionSeal.seal(
                        ManifestAdmission.of(new JsonMapper().readTree("""
                                        {"metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"x"}]}}"""), "shop", 1),
                        SigningKeys.privateKeyOrNew(key))
                .orElseThrow();

        assertThat(AdmissionSeal.open(seal, SigningKeys.publicKeys(open), "shop", "web"))
                .isPresent();
    }

    @Test
    void theSensorsAreGivenThePublicKeyAlone() {
        List<Rendered> volumes = Chart.object(SEALING, "DaemonSet", "vedette-sensor")
                .podSpec()
                .at("volumes")
                .items();

        assertThat(volumes)
                .filteredOn(volume -> "seal".equals(volume.at("name").node()))
                .singleElement()
                .satisfies(volume -> assertThat(volume.at("secret", "items").node())
                        .isEqualTo(List.of(Map.of("key", "seal.key.pub", "path", "seal.key.pub"))));
    }

    @Test
    void newPodsAreSentToBeSealedAndAgainWhereOthersChangedThem() {
        List<Rendered> objects = Chart.objects(SEALING);
        Rendered sealing = webhook(objects, "MutatingWebhookConfiguration");
        Rendered judging = webhook(objects, "ValidatingWebhookConfiguration");

        assertThat(sealing.at("clientConfig", "service", "path").node()).isEqualTo("/mutate");
        assertThat(sealing.at("reinvocationPolicy").node()).isEqualTo("IfNeeded");
        assertThat(sealing.at("rules", 0, "operations").node()).isEqualTo(List.of("CREATE"));
        assertThat(sealing.at("namespaceSelector").node())
                .isEqualTo(judging.at("namespaceSelector").node());
        assertThat(sealing.at("clientConfig", "caBundle").node())
                .isEqualTo(judging.at("clientConfig", "caBundle").node());
    }

    @Test
    void aKeyThatIsGivenIsTakenInPlaceOfOneMade() {
        List<Rendered> objects = Chart.objects(Map.of(
                "webhook.seal.enabled", "true", "webhook.clientCa", CLIENT_CA, "webhook.seal.existingSecret", "ours"));

        assertThat(objects).extracting(Rendered::name).doesNotContain("vedette-webhook-seal");
        assertThat(objects.stream()
                        .flatMap(object -> object.podSpec().at("volumes").items().stream())
                        .map(volume -> volume.at("secret", "secretName").node())
                        .filter("ours"::equals))
                .hasSize(2);
    }

    @Test
    void isRefusedWhileAnybodyCouldAskForSeals() {
        assertThatThrownBy(() -> Chart.render(Map.of("webhook.seal.enabled", "true")))
                .hasMessageContaining("webhook.seal.enabled needs webhook.clientCa");
    }

    private static Rendered webhook(List<Rendered> objects, String kind) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .at("webhooks", 0);
    }

    private Path written(String name, Rendered data) throws Exception {
        byte[] content = Base64.getDecoder().decode(String.valueOf(data.at(name).node()));
        Path file = Files.write(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }
}
