package dev.vedette.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorException;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.demo.tour.Tour;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded tour through the same pipeline, which needs no rights at all. What rests on files of the node that was
 * recorded (whose socket a path is) cannot be told from a recording.
 */
@Timeout(180)
class RecordedTourTest {
    @TempDir
    Path work;

    private final FindingJson json = new FindingJson();

    @Test
    void findsWhatTheLiveTourFoundAndSaysThatItIsARecording() throws Exception {
        try (InputStream recording = Tour.class.getResourceAsStream("tour.recording");
                Sensor sensor = new Sensor(settings())) {
            sensor.play(recording);
            sensor.awaitEnd();
        }
        List<Finding> findings = findings();
        assertThat(findings).allSatisfy(finding -> assertThat(finding.origin()).isEqualTo(Origin.RECORDING));
        assertThat(findings)
                .extracting(Finding::ruleId)
                .contains(
                        "VDT-1001",
                        "VDT-1002",
                        "VDT-1007",
                        "VDT-1008",
                        "VDT-2001",
                        "VDT-2002",
                        "VDT-2004",
                        "VDT-2006",
                        "VDT-2017",
                        "VDT-3001",
                        "VDT-3002",
                        "VDT-3003",
                        "VDT-3004",
                        "VDT-3005",
                        "VDT-3014");
        assertThat(findings)
                .filteredOn(finding -> finding.ruleId().equals("VDT-3005"))
                .allSatisfy(
                        finding -> assertThat(finding.container().displayName()).isEqualTo("shop/web-1/main"));
    }

    @Test
    void refusesWhatIsNoRecordingInOneSentence() {
        try (Sensor sensor = new Sensor(settings())) {
            assertThatThrownBy(() -> sensor.play(new ByteArrayInputStream("not one".getBytes(StandardCharsets.UTF_8))))
                    .isInstanceOf(SensorException.class)
                    .hasMessageContaining("no recording");
        }
    }

    private SensorSettings settings() {
        return new SensorSettings(
                "recorded",
                work.resolve("state"),
                List.of(),
                Optional.empty(),
                List.of(),
                new OutputSettings(
                        OutputSettings.Terminal.NOTHING,
                        Optional.of(file()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                SensorSettings.Tuning.defaults(),
                Optional.empty());
    }

    private Path file() {
        return work.resolve("findings.ndjson");
    }

    private List<Finding> findings() throws IOException {
        return Files.readAllLines(file()).stream()
                .filter(line -> line.contains("\"type\":\"finding\""))
                .map(line -> json.decodeFinding(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
