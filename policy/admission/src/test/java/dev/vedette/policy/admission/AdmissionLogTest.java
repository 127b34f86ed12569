package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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

        log.admitted(request("Pod", false, "u1"));
        log.admitted(request("Pod", true, "u2"));
        log.admitted(request("Deployment", false, "u3"));

        assertThat(file)
                .content()
                .isEqualTo("{\"began\":7000}\n{\"at\":7000,\"uid\":\"u1\",\"namespace\":\"shop\",\"name\":\"web\","
                        + "\"generateName\":\"\",\"images\":[\"a:1\",\"b:1\",\"c:1\"]}\n");
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
            log.admitted(request("Pod", false, "uid-" + i));
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
        return new AdmissionRequest("r", kind, "shop", "CREATE", dryRun, new JsonMapper().readTree(object), null);
    }
}
