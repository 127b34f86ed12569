package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReportTest {
    @Test
    void isAlignedAndWorstFirst() throws IOException {
        ScanResult result = new ScanResult(
                Judge.RULES,
                List.of(Results.finding(Severity.LOW, "longer"), Results.finding(Severity.HIGH, "a")),
                List.of(),
                List.of(new ManifestProblem("b.yaml", 3, 7, "is not YAML")),
                List.of());

        assertThat(Written.by(new TableReport(false), result)).isEqualTo("""
                SEVERITY  RULE    WHERE       OBJECT                       WHAT
                a         a       a:3:7       a a/a a                      a a
                longer    longer  longer:3:7  longer longer/longer longer  longer longer

                not judged: b.yaml:3:7: is not YAML
                0 objects read, 2 findings, 1 not judged
                """);
    }

    @Test
    void saysOfAStandardWhichCheckAtWhichLevelAndWhatToDo() throws IOException {
        assertThat(Written.by(new TableReport(false), Written.ofPod()))
                .startsWith("LEVEL     CHECK ")
                .contains(
                        "baseline  hostNamespaces  /repo/deploy/a b.yaml:4:12  Pod shop/web       The pod has hostPID: true. Leave")
                .contains("Pod shop/web main  ")
                .endsWith("\n2 objects read, 2 findings\n");
    }

    @Test
    void isColouredAtTheSeverityAndNothingElseChanges() throws IOException {
        String coloured = Written.by(new TableReport(true), Written.ofPod());

        assertThat(coloured).contains("\u001b[31mbaseline\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(Written.by(new TableReport(false), Written.ofPod()));
    }

    @Test
    void countsEachWayOfBeingKeptBack() throws IOException {
        assertThat(Written.by(new TableReport(false), Written.hostile("x")))
                .contains("not judged: x:1:2: x\n", "note: x:3:7: the waiver of x expired", "note: x: x of x is gone")
                .endsWith("\n1 object read, 2 findings, 1 waived, 1 in the baseline, 1 not judged\n");
    }
}
