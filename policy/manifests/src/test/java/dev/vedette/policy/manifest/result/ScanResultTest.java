package dev.vedette.policy.manifest.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanResultTest {
    private static final ManifestProblem PROBLEM = new ManifestProblem("b.yaml", 3, 7, "is not YAML");

    @ParameterizedTest
    @CsvSource({
        "LOW, LOW, 1",
        "INFO, LOW, 0",
        "INFO, INFO, 1",
        "MEDIUM, HIGH, 0",
        "HIGH, HIGH, 1",
        "CRITICAL, HIGH, 1",
        "HIGH, CRITICAL, 0"
    })
    void failsOnWhatIsAsBadAsAskedFor(Severity found, Severity failOn, int exit) {
        ScanResult result = result(List.of(finding(found, "a")), List.of()).failingOn(failOn);

        assertThat(result.exitCode()).isEqualTo(exit);
    }

    @Test
    void isNeverCleanWhereSomethingCouldNotBeJudged() {
        assertThat(result(List.of(), List.of(PROBLEM)).exitCode()).isEqualTo(2);
        assertThat(result(List.of(finding(Severity.CRITICAL, "a")), List.of(PROBLEM))
                        .failingOn(Severity.CRITICAL)
                        .exitCode())
                .isEqualTo(2);
        assertThat(result(List.of(), List.of()).notJudging(List.of(PROBLEM)).exitCode())
                .isEqualTo(2);
    }

    @Test
    void hasTheWorstFirst() {
        ScanResult result = result(
                List.of(finding(Severity.LOW, "a"), finding(Severity.CRITICAL, "b"), finding(Severity.CRITICAL, "a")),
                List.of());

        assertThat(result.findings())
                .extracting(finding -> finding.severity() + finding.path())
                .containsExactly("CRITICALa", "CRITICALb", "LOWa");
    }

    @Test
    void doesNotCountWhatIsWithheld() {
        ScanFinding finding = finding(Severity.CRITICAL, "a");
        ScanResult result = new ScanResult(
                Judge.RULES,
                List.of(),
                List.of(new Withheld(finding, Withheld.Cause.WAIVER, "known")),
                List.of(),
                List.of());

        assertThat(result.exitCode()).isZero();
        assertThat(result.withheld(Withheld.Cause.WAIVER)).isEqualTo(1);
        assertThat(result.withheld(Withheld.Cause.BASELINE)).isZero();
    }

    private static ScanFinding finding(Severity severity, String text) {
        return Results.finding(severity, text);
    }

    private static ScanResult result(List<ScanFinding> findings, List<ManifestProblem> problems) {
        return new ScanResult(Judge.RULES, findings, List.of(), problems, List.of());
    }
}
