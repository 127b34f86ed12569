package dev.vedette.tests.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Our own rules, turned on our own chart. */
class ChartScanTest {
    private static final Pattern TABLE_ROW = Pattern.compile("^\\| (VDT-\\d{4}) \\| `([^`]+)` \\| (.+) \\|$");

    @Test
    void theSensorHasTheFindingsThatTheReadmeGivesReasonsForAndNoOthers() throws Exception {
        ScanReport report = scan(Map.of());

        assertThat(report.problems()).isEmpty();
        assertThat(weighty(report))
                .allSatisfy(finding -> assertThat(finding.place().kind()).isEqualTo("DaemonSet"));
        assertThat(weighty(report).stream().map(Finding::ruleId).sorted())
                .isEqualTo(reasons().stream().map(Reason::rule).sorted().toList());
        for (Reason reason : reasons()) {
            assertThat(report.findings())
                    .as(reason.toString())
                    .anyMatch(finding -> finding.ruleId().equals(reason.rule()) && isAbout(finding, reason.where()));
        }
    }

    @Test
    void theConsoleAndTheWebhookHaveNone() throws Exception {
        assertThat(weighty(scan(Map.of("sensor.enabled", "false")))).isEmpty();
    }

    /** Without what is true of nearly every workload. */
    private static List<Finding> weighty(ScanReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
    }

    private static ScanReport scan(Map<String, String> values) throws Exception {
        try (RuleBundle rules = RuleBundle.builtIn(ChartScanTest.class.getClassLoader());
                Scanner scanner = new Scanner(List.of(rules), PolicySet.NONE)) {
            return scanner.scanText("helm/vedette", Chart.render(values));
        }
    }

    private static boolean isAbout(Finding finding, String where) {
        return finding.place().pointer().contains(where)
                || finding.evidence().values().stream().anyMatch(value -> value.contains(where));
    }

    private static List<Reason> reasons() throws IOException {
        return Files.readString(Chart.FOLDER.resolve("README.md"))
                .lines()
                .map(TABLE_ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Reason(row.group(1), row.group(2), row.group(3)))
                .toList();
    }

    /** A row of the README's table. */
    private record Reason(String rule, String where, String why) {}
}
