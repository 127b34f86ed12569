package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.ScanResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    @Test
    void isASumATableAndWhatElseShouldBeKnown() throws IOException {
        String report = Written.by(
                new MarkdownReport(),
                Written.ofPod().notJudging(List.of(new ManifestProblem("b_c.yaml", 2, 3, "is not YAML"))));

        assertThat(report).isEqualTo("""
                **2 objects read, 2 findings, 1 not judged**

                | Level | Check | Where | Object | What |
                | --- | --- | --- | --- | --- |
                | baseline | hostNamespaces | <code>/repo/deploy/a b.yaml:4:12</code> | <code>Pod shop/web</code> | The pod has hostPID: true. Leave hostNetwork, hostPID and hostIPC out. |
                | baseline | privileged | <code>/repo/deploy/a b.yaml:6:50</code> | <code>Pod shop/web main</code> | Container main is privileged. Leave privileged out. |

                - not judged: b&#95;c.yaml:2:3: is not YAML
                """);
    }

    @Test
    void hasNoTableWithoutFindings() throws IOException {
        ScanResult clean = new ScanResult(Judge.PSS, List.of(), List.of(), List.of(), List.of());

        assertThat(Written.by(new MarkdownReport(), clean)).isEqualTo("**0 objects read, 0 findings**\n");
    }
}
