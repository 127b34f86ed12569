package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.manifest.result.FindingsOfRules;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.RunByRules;
import dev.vedette.policy.manifest.result.ScanRun;
import dev.vedette.policy.model.PolicySet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    void hasOfAStandardTheCheckTheObjectAndTheVeryField() throws IOException {
        JsonNode root = Written.json(new JsonReport(), Written.ofPod());

        assertThat(root.path("objects").asInt()).isEqualTo(2);
        JsonNode finding = root.path("findings").path(0);
        assertThat(finding.path("name").asText()).isEqualTo("web");
        assertThat(finding.path("kind").asText()).isEqualTo("Pod");
        assertThat(finding.path("namespace").asText()).isEqualTo("shop");
        assertThat(finding.path("check").asText()).isEqualTo("hostNamespaces");
        assertThat(finding.path("level").asText()).isEqualTo("baseline");
        assertThat(finding.path("path").asText()).isEqualTo("/spec/hostPID");
        assertThat(finding.path("line").asInt()).isEqualTo(4);
        assertThat(finding.path("column").asInt()).isEqualTo(12);
        assertThat(finding.path("message").asText()).isEqualTo("The pod has hostPID: true.");
        assertThat(finding.path("remedy").asText()).isNotEmpty();
        assertThat(finding.path("fingerprint").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void hasOfRulesTheWholeFinding() throws Exception {
        try (Scanner scanner = new Scanner(List.of(RuleBundle.builtIn(getClass().getClassLoader())), PolicySet.NONE)) {
            ScanRun run = new RunByRules(scanner, new FindingsOfRules(_ -> Optional.empty(), Results.PATHS));
            run.take(ManifestReader.readText("a.yaml", "kind: Pod\nspec: {hostPID: true, containers: []}\n"));
            JsonNode finding = Written.json(new JsonReport(), run.result())
                    .path("findings")
                    .path(0);

            assertThat(finding.path("ruleId").asText()).isEqualTo("VDT-1002");
            assertThat(finding.path("place").path("pointer").asText()).isEqualTo("/spec/hostPID");
            assertThat(finding.path("place").path("line").asInt()).isEqualTo(2);
            assertThat(finding.path("fingerprint").asText()).matches("[0-9a-f]{32}");
        }
    }

    @Test
    void saysWhatWasKeptBackAndWhatIsAmiss() throws IOException {
        JsonNode root = Written.json(new JsonReport(), Written.hostile("x"));

        assertThat(root.path("withheld").path(0).path("withheldAs").asText()).isEqualTo("waiver");
        assertThat(root.path("withheld").path(1).path("withheldAs").asText()).isEqualTo("baseline");
        assertThat(root.path("problems").path(0).path("message").asText()).isEqualTo("x");
        assertThat(root.path("waivers").path(0).path("state").asText()).isEqualTo("expired");
        assertThat(root.path("gone").path(0).path("fingerprint").asText()).isEqualTo("x");
    }
}
