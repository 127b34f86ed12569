package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyReportListTest {
    private static final Report LIST = new PolicyReportList();

    @Test
    void isAListOfAReportForEachNamespaceAndOneForTheCluster() throws IOException {
        JsonNode root = Written.json(LIST, Results.of("a.yaml", """
                {kind: Pod, metadata: {name: a, namespace: shop}, spec: {hostPID: true, containers: []}}
                ---
                {kind: Pod, metadata: {name: b, namespace: bar}, spec: {containers: []}}
                ---
                {kind: Pod, metadata: {name: c}, spec: {containers: []}}
                ---
                {kind: Namespace, metadata: {name: shop}}
                """));

        assertThat(root.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(root.path("kind").asText()).isEqualTo("List");
        assertThat(root.path("items"))
                .allSatisfy(
                        report -> assertThat(report.path("apiVersion").asText()).isEqualTo("wgpolicyk8s.io/v1alpha2"))
                .extracting(report -> report.path("kind").asText()
                        + ":" + report.path("metadata").path("namespace").asText()
                        + ":" + report.path("metadata").path("name").asText())
                .containsExactly(
                        "ClusterPolicyReport::vedette-scan-pss",
                        "PolicyReport::vedette-scan-pss",
                        "PolicyReport:bar:vedette-scan-pss",
                        "PolicyReport:shop:vedette-scan-pss");
    }

    @Test
    void saysWhatFailedAtWhichObjectAndCountsIt() throws IOException {
        JsonNode report = Written.json(LIST, Written.ofPod()).path("items").path(0);

        JsonNode result = report.path("results").path(0);
        assertThat(result.path("source").asText()).isEqualTo("vedette");
        assertThat(result.path("policy").asText()).isEqualTo("hostNamespaces");
        assertThat(result.path("result").asText()).isEqualTo("fail");
        assertThat(result.path("severity").asText()).isEqualTo("high");
        assertThat(result.path("resources").path(0).toString())
                .isEqualTo("{\"kind\":\"Pod\",\"name\":\"web\",\"namespace\":\"shop\"}");
        assertThat(report.path("summary").toString())
                .isEqualTo("{\"pass\":1,\"fail\":2,\"warn\":0,\"error\":0,\"skip\":0}");
        assertThat(report.path("results")).hasSize(3);
    }

    @Test
    void warnsOfWhatDoesNotFailAndErrsWhereSomethingCouldNotBeJudged() throws IOException {
        JsonNode root = Written.json(
                LIST,
                Written.ofPod()
                        .failingOn(Severity.CRITICAL)
                        .notJudging(List.of(new ManifestProblem("b.yaml", 1, 2, "is not YAML"))));

        assertThat(root.path("items").path(0).path("summary").path("error").asInt())
                .isEqualTo(1);
        assertThat(root.path("items")
                        .path(0)
                        .path("results")
                        .path(0)
                        .path("message")
                        .asText())
                .isEqualTo("b.yaml:1:2: is not YAML");
        assertThat(root.path("items").path(1).path("summary").path("warn").asInt())
                .isEqualTo(2);
    }

    @Test
    void skipsWhatIsKeptBack() throws IOException {
        JsonNode root = Written.json(LIST, Written.hostile("x"));

        assertThat(root.findValues("skip")).extracting(JsonNode::asInt).contains(2);
        assertThat(root.findValuesAsText("withheldBy")).containsExactly("x", "x");
    }
}
