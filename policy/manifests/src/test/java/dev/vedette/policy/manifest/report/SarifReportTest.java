package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.baseline.ScanBaseline;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the standard and its schema ask of a log, by their own numbers of sections. */
class SarifReportTest {
    private static final Report SARIF = new SarifReport("1.2.3", Results.PATHS);

    @Test
    void isALogOfOneRunByThisTool() throws IOException {
        JsonNode root = Written.json(SARIF, Written.ofPod());

        assertThat(root.path("version").asText()).isEqualTo("2.1.0");
        assertThat(URI.create(root.path("$schema").asText()).getPath()).endsWith("/sarif-schema-2.1.0.json");
        assertThat(root.path("runs")).hasSize(1);
        JsonNode driver = run(root).path("tool").path("driver");
        assertThat(driver.path("name").asText()).isEqualTo("Vedette");
        assertThat(driver.path("version").asText()).isEqualTo("1.2.3");
        assertThat(run(root).path("columnKind").asText()).isEqualTo("unicodeCodePoints");
    }

    /** 3.27.5 to 3.27.12, 3.49. */
    @Test
    void hasForEachResultItsRuleWithHelp() throws IOException {
        JsonNode run = run(Written.json(SARIF, Written.ofPod()));
        JsonNode rules = run.path("tool").path("driver").path("rules");

        assertThat(run.path("results")).hasSize(2).allSatisfy(result -> {
            JsonNode rule = rules.path(result.path("ruleIndex").asInt());
            assertThat(rule.path("id")).isEqualTo(result.path("ruleId"));
            assertThat(rule.path("help").path("text").asText()).isNotEmpty();
            assertThat(rule.path("shortDescription").path("text").asText()).isNotEmpty();
            assertThat(URI.create(rule.path("helpUri").asText()).isAbsolute()).isTrue();
            assertThat(rule.path("defaultConfiguration").path("level")).isEqualTo(result.path("level"));
            assertThat(result.path("level").asText()).isIn("none", "note", "warning", "error");
            assertThat(result.path("message").path("text").asText()).isNotEmpty();
            assertThat(result.path("partialFingerprints").path("vedette/v1").asText())
                    .isNotEmpty();
            assertThat(result.has("baselineState")).isFalse();
            assertThat(result.has("suppressions")).isFalse();
        });
        assertThat(rules).extracting(rule -> rule.path("id").asText()).doesNotHaveDuplicates();
    }

    /** 3.4, 3.29, 3.30: names below the folder of the scan, and where that is only by its own name. */
    @Test
    void namesFilesByRelativeUrisAndTheExactLineAndColumn() throws IOException {
        JsonNode run = run(Written.json(SARIF, Written.ofPod()));
        JsonNode place = run.path("results").path(0).path("locations").path(0).path("physicalLocation");

        assertThat(place.path("artifactLocation").path("uri").asText()).isEqualTo("deploy/a%20b.yaml");
        String base = place.path("artifactLocation").path("uriBaseId").asText();
        assertThat(run.path("originalUriBaseIds").has(base)).isTrue();
        assertThat(place.path("region").path("startLine").asInt()).isEqualTo(4);
        assertThat(place.path("region").path("startColumn").asInt()).isEqualTo(12);
        assertThat(run.toString()).doesNotContain("/repo");
    }

    @Test
    void namesAFileElsewhereByAnAbsoluteUriAndAWholeFileWithoutARegion() throws IOException {
        ScanResult result = new ScanResult(
                Judge.PSS,
                List.of(),
                List.of(),
                List.of(new ManifestProblem("/else where/a:b.yaml", 0, 0, "may not be read")),
                List.of());
        JsonNode invocation =
                run(Written.json(SARIF, result)).path("invocations").path(0);
        JsonNode notification = invocation.path("toolExecutionNotifications").path(0);
        JsonNode place = notification.path("locations").path(0).path("physicalLocation");

        assertThat(place.path("artifactLocation").path("uri").asText()).isEqualTo("file:///else%20where/a%3Ab.yaml");
        assertThat(place.path("artifactLocation").has("uriBaseId")).isFalse();
        assertThat(place.has("region")).isFalse();
        assertThat(notification.path("level").asText()).isEqualTo("error");
    }

    /** 3.20: whoever reads it must not take it for the log of a scan that saw everything. */
    @Test
    void saysThatItDidNotSucceedWhereSomethingCouldNotBeJudged() throws IOException {
        JsonNode whole =
                run(Written.json(SARIF, Written.ofPod())).path("invocations").path(0);
        JsonNode part = run(Written.json(SARIF, Written.hostile("x")))
                .path("invocations")
                .path(0);

        assertThat(whole.path("executionSuccessful").asBoolean()).isTrue();
        assertThat(whole.path("exitCode").asInt()).isEqualTo(1);
        assertThat(part.path("executionSuccessful").asBoolean()).isFalse();
        assertThat(part.path("exitCode").asInt()).isEqualTo(2);
    }

    /** 3.27.23, 3.27.24, 3.35. */
    @Test
    void marksWhatIsKeptBackAsSuppressedAndWhatIsKnownAsUnchanged() throws IOException {
        JsonNode results = run(Written.json(SARIF, Written.hostile("x"))).path("results");

        assertThat(results)
                .extracting(result -> result.path("baselineState").asText())
                .containsExactly("new", "new", "new", "unchanged");
        JsonNode suppression = results.path(2).path("suppressions").path(0);
        assertThat(suppression.path("kind").asText()).isEqualTo("external");
        assertThat(suppression.path("justification").asText()).isEqualTo("x");
        assertThat(results.path(3).has("suppressions")).isFalse();
    }

    @Test
    void marksEverythingOfAKnownScanAsUnchanged() throws IOException {
        ScanResult result = Written.ofPod();
        ScanResult known = ScanBaseline.of(result).applyTo(result, _ -> true);

        assertThat(run(Written.json(SARIF, known)).path("results"))
                .hasSize(2)
                .allSatisfy(
                        node -> assertThat(node.path("baselineState").asText()).isEqualTo("unchanged"));
    }

    /** 3.11.5 and 3.11.6. */
    @Test
    void letsNoNameBecomeAnArgumentOrALink() throws IOException {
        ScanResult result = new ScanResult(
                Judge.RULES,
                List.of(Results.finding(Severity.LOW, "{0} [click](https://192.0.2.1/)")),
                List.of(),
                List.of(),
                List.of());

        assertThat(run(Written.json(SARIF, result))
                        .path("results")
                        .path(0)
                        .path("message")
                        .path("text")
                        .asText())
                .startsWith("{{0}} [click\\](https://192.0.2.1/)");
    }

    private static JsonNode run(JsonNode root) {
        return root.path("runs").path(0);
    }
}
