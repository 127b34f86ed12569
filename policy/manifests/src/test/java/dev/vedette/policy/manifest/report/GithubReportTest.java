package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.Results;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GithubReportTest {
    @Test
    void annotatesTheLineInTheRepositoryAndEndsWithTheSum() throws IOException {
        String report = Written.by(
                new GithubReport(Results.PATHS),
                Written.ofPod()
                        .notJudging(List.of(
                                new ManifestProblem("/repo/c,d.yaml", 0, 0, "is empty: 100%"),
                                new ManifestProblem("e.yaml", 2, 3, "is not YAML"))));

        assertThat(report.lines())
                .containsExactly(
                        "::error file=deploy/a b.yaml,line=4,col=12,title=hostNamespaces Pod Security Standard baseline%3A"
                                + " hostNamespaces::Pod shop/web: The pod has hostPID: true. Leave hostNetwork, hostPID"
                                + " and hostIPC out.",
                        "::error file=deploy/a b.yaml,line=6,col=50,title=privileged Pod Security Standard baseline%3A"
                                + " privileged::Pod shop/web main: Container main is privileged. Leave privileged out.",
                        "::error file=c%2Cd.yaml,title=not judged::is empty: 100%25",
                        "::error file=e.yaml,line=2,col=3,title=not judged::is not YAML",
                        "2 objects read, 2 findings, 2 not judged");
    }
}
