package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.AdmissionDecision.Asked;
import dev.vedette.policy.model.AdmissionDecision.Asker;
import dev.vedette.policy.model.AdmissionDecision.Outcome;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DecisionOutputsTest {
    @TempDir
    Path folder;

    @Test
    void writesDecisionsInTheirOrderAndCountsThem() throws Exception {
        Path file = folder.resolve("feed/decisions.ndjson");
        Metrics metrics = new Metrics();
        try (OpenThings open = new OpenThings()) {
            DecisionOutputs outputs = new DecisionOutputs(feed("--ndjson=" + file), open, metrics);
            outputs.decided(decision("uid-1"));
            outputs.decided(decision("uid-2"));
        }

        FindingJson json = new FindingJson();
        assertThat(Files.readAllLines(file))
                .map(line -> json.decodeDecision(line.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(decision("uid-1"), decision("uid-2"));
        assertThat(metrics.scrape()).contains("vedette_output_delivered_total{output=\"ndjson\",} 2.0");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid() {
        try (OpenThings open = new OpenThings()) {
            assertThatThrownBy(() -> new DecisionOutputs(feed("--ndjson=" + folder), open, new Metrics()))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("cannot open " + folder);
        }
    }

    private static FeedOptions feed(String... arguments) {
        return CommandLine.populateCommand(new FeedOptions(), arguments);
    }

    private static AdmissionDecision decision(String uid) {
        return new AdmissionDecision(
                uid,
                Outcome.ALLOWED,
                true,
                new Asker("jane", List.of()),
                new Asked("CREATE", "Pod", "", "shop", "web", "sha256:1"),
                List.of(),
                0,
                "",
                "",
                "node-a",
                Duration.ofMillis(2),
                1_780_000_000_000_000_000L);
    }
}
