package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admitted.AdmittedJson;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.AdmittedPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(7_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void writesDownPodsWithTheImagesOfAllTheirContainers() throws Exception {
        Path file = folder.resolve("admissions.ndjson");
        AdmissionLog log = new AdmissionLog(file, CLOCK);
        log.begin();

        log.admitted(request("Pod", false, "u1"), List.of());
        log.admitted(request("Pod", true, "u2"), List.of());
        log.admitted(request("Deployment", false, "u3"), List.of());

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2).first().isEqualTo("{\"began\":7000}");
        AdmittedPod pod = AdmittedJson.read(new JsonMapper().readTree(lines.getLast()));
        assertThat(pod.atEpochMillis()).isEqualTo(7_000);
        assertThat(pod.uid()).isEqualTo("u1");
        assertThat(pod.isOf("shop", "web")).isTrue();
        assertThat(pod.digest()).startsWith("sha256:");
        assertThat(pod.containers()).extracting(AdmittedContainer::image).containsExactly("a:1", "b:1", "c:1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnWithTheFileOfAnEarlierStart() throws Exception {
        Path file = Files.writeString(folder.resolve("admissions.ndjson"), "{\"began\":1}\n");

        new AdmissionLog(file, CLOCK).begin();

        assertThat(file).content().isEqualTo("{\"began\":1}\n");
    }

    @Test
    void dropsTheOlderHalfWhenFullAndSaysSinceWhenItKnows() throws Exception {
        Path file = folder.resolve("admissions.ndjson");
        AdmissionLog log = new AdmissionLog(file, CLOCK, 2_000);
        log.begin();
        for (int i = 0; i < 100; i++) {
            log.admitted(request("Pod", false, "uid-" + i), List.of());
        }

        assertThat(Files.size(file)).isLessThanOrEqualTo(2_000);
        assertThat(file)
                .content()
                .startsWith("{\"began\":7000}\n")
                .contains("uid-99")
                .doesNotContain("uid-0\"");
    }

    @Test
    void saysThatItsFileCannotBeMade() {
        AdmissionLog log = new AdmissionLog(folder.resolve("absent/admissions.ndjson"), CLOCK);

        assertThatThrownBy(log::begin).isInstanceOf(WebhookException.class).hasMessageContaining("absent");
    }

    private static AdmissionRequest request(String kind, boolean dryRun, String uid) throws Exception {
        String object = """
                {"metadata": {"uid": "%s", "name": "web"}, "spec": {
                  "initContainers": [{"image": "a:1"}], "containers": [{"image": "b:1"}],
                  "ephemeralContainers": [{"image": "c:1"}]}}
                """.formatted(uid);
        return new AdmissionRequest(
                "r",
                kind,
                "",
                "web",
                "shop",
                "",
                "jane",
                List.of(),
                "CREATE",
                dryRun,
                new JsonMapper().readTree(object),
                null);
    }
}
