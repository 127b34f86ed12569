package dev.vedette.sensor.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonOutputTest {
    private final FindingJson json = new FindingJson();

    @TempDir
    Path directory;

    @Test
    void writesOneDecodableObjectALine() throws Exception {
        Path file = directory.resolve("deep/findings.ndjson");
        try (NdjsonOutput output = new NdjsonOutput(file, json)) {
            output.finding(SampleFindings.finding(1));
            output.finding(SampleFindings.finding(2));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(json.decodeFinding(lines.get(1).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SampleFindings.finding(2));
    }

    @Test
    void writesDecisionsAtAdmissionBesideFindings() throws Exception {
        Path file = directory.resolve("feed.ndjson");
        try (NdjsonOutput output = new NdjsonOutput(file, json)) {
            output.finding(SampleFindings.finding(1));
            output.decision(SampleFindings.decision("uid-1"));
        }
        assertThat(json.decodeDecision(Files.readAllLines(file).getLast().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SampleFindings.decision("uid-1"));
    }

    @Test
    void goesOnInANewFileAfterRotation() throws Exception {
        Path file = directory.resolve("findings.ndjson");
        try (NdjsonOutput output = new NdjsonOutput(file, json)) {
            output.finding(SampleFindings.finding(1));
            Files.move(file, directory.resolve("findings.1"));
            output.finding(SampleFindings.finding(2));
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void aFullDiskLeavesNoTornLineAndIsSurvived() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small.toString()), "may not mount");
        try {
            Path file = small.resolve("findings.ndjson");
            try (NdjsonOutput output = new NdjsonOutput(file, json)) {
                String large = "x".repeat(20_000);
                output.finding(SampleFindings.finding(1, large, Verdict.DEFAULT));
                assertThatThrownBy(() -> output.finding(SampleFindings.finding(2, large, Verdict.DEFAULT)))
                        .isInstanceOf(OutputException.class)
                        .hasMessageContaining(file.toString());
                output.finding(SampleFindings.finding(3));
            }
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(2);
            assertThat(json.decodeFinding(lines.get(1).getBytes(StandardCharsets.UTF_8))
                            .id())
                    .isEqualTo("id-3");
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    @Test
    void saysWhyAFileCannotBeOpened() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new NdjsonOutput(directory, new FindingJson()))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("(Is a directory)");
        assertThatThrownBy(() -> new NdjsonOutput(file.resolve("below"), new FindingJson()))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining(file + " is no folder");
    }
}
