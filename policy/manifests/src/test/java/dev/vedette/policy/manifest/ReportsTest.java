package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final ManifestProblem PROBLEM = new ManifestProblem("b.yaml", 3, 7, "is not YAML");

    @Test
    void theExitCodeSaysCleanFindingsOrNotJudged() {
        assertThat(report(List.of(), List.of()).exitCode()).isEqualTo(0);
        assertThat(report(List.of(finding(Severity.LOW, "a.yaml", 1)), List.of())
                        .exitCode())
                .isEqualTo(1);
        assertThat(report(List.of(finding(Severity.LOW, "a.yaml", 1)), List.of(PROBLEM))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void theTableIsAlignedAndWorstFirst() throws IOException {
        String table = table(
                report(
                        List.of(finding(Severity.LOW, "long-name.yaml", 10), finding(Severity.CRITICAL, "a.yaml", 2)),
                        List.of(PROBLEM)),
                false);

        assertThat(table).isEqualTo("""
                SEVERITY  RULE      WHERE                OBJECT             WHAT
                critical  VDT-1001  a.yaml:2:5           Pod shop/web main  it is bad
                low       VDT-1001  long-name.yaml:10:5  Pod shop/web main  it is bad

                not judged: b.yaml:3:7: is not YAML
                2 objects read, 2 findings, 1 not judged
                """);
    }

    @Test
    void colourMarksTheSeverityAndNothingElseChanges() throws IOException {
        ScanReport report = report(List.of(finding(Severity.HIGH, "a.yaml", 2)), List.of());

        String coloured = table(report, true);

        assertThat(coloured).contains("\u001b[31mhigh    \u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(table(report, false));
    }

    @Test
    void aNameCannotMoveTheReadersCursor() throws IOException {
        String table = table(report(List.of(finding(Severity.HIGH, "a\u001b[2J\nb.yaml", 2)), List.of()), false);

        assertThat(table).contains("a\\u001b[2J\\u000ab.yaml").doesNotContain("\u001b");
    }

    @Test
    void jsonHasTheWholeFindingWithItsPlace() throws IOException {
        StringBuilder out = new StringBuilder();
        new JsonReport().write(report(List.of(finding(Severity.HIGH, "a.yaml", 2)), List.of(PROBLEM)), out);

        JsonNode root = new JsonMapper().readTree(out.toString());
        assertThat(root.path("objects").asInt()).isEqualTo(2);
        JsonNode finding = root.path("findings").path(0);
        assertThat(finding.path("ruleId").asText()).isEqualTo("VDT-1001");
        assertThat(finding.path("place").path("line").asInt()).isEqualTo(2);
        assertThat(root.path("problems").path(0).path("message").asText()).isEqualTo("is not YAML");
    }

    private static String table(ScanReport report, boolean colour) throws IOException {
        StringBuilder out = new StringBuilder();
        new TableReport(colour).write(report, out);
        return out.toString();
    }

    private static ScanReport report(List<Finding> findings, List<ManifestProblem> problems) {
        return new ScanReport(findings, List.of(), problems, 2);
    }

    private static Finding finding(Severity severity, String file, int line) {
        Container.Pod pod = new Container.Pod("shop", "web", "", "web", Map.of());
        Container container =
                new Container("manifest:x", "main", "x", "", "", pod, Set.of(), 0, Container.Identity.KNOWN);
        return new Finding(
                file + line,
                "VDT-1001",
                "Privileged container",
                severity,
                List.of("T1610"),
                "it is bad",
                "",
                container,
                null,
                new Place(file, "Pod", "web", "shop", "/spec", line, 5),
                Map.of(),
                Verdict.DEFAULT,
                Origin.LIVE,
                0,
                0);
    }
}
