package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts of a scan, and how it is written. */
class ScanOutcomeTest {
    @TempDir
    Path folder;

    private Path pod;

    @BeforeEach
    void writePod() throws IOException {
        pod = Files.writeString(folder.resolve("pod.yaml"), pod("hostPID: true"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            table        | LEVEL
            json         | {
            sarif        | {
            junit        | <?xml
            markdown     | **1 object read, 1 finding**
            github       | ::error file=
            policyreport | {
            PolicyReport | {
            """)
    void isWrittenInTheFormAskedFor(String format, String beginning) {
        Ran ran = baselineStandard("--format", format);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).startsWith(beginning).contains("hostNamespaces").endsWith("\n");
        assertThat(ran.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"info, 1", "high, 1", "HIGH, 1", "critical, 0", "worst, 2"})
    void failsFromTheSeverityOnThatIsAskedFor(String severity, int exit) {
        assertThat(baselineStandard("--fail-on", severity).exit()).isEqualTo(exit);
    }

    @Test
    void isNeverCleanWhereSomethingCouldNotBeJudged() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), "kind: [");

        for (ReportFormat format : ReportFormat.values()) {
            Ran ran = Ran.command(
                    "scan", "--only", "pss", "--fail-on", "critical", "--format", format.name(), folder.toString());
            assertThat(ran.exit()).as(format.name()).isEqualTo(2);
            assertThat(ran.out()).as(format.name()).contains("is not YAML");
        }
    }

    @Test
    void countsOnlyWhatABaselineHasNotAndTellsWhatIsGone() throws IOException {
        String known = folder.resolve("known.json").toString();
        assertThat(baselineStandard("--write-baseline", known).exit()).isZero();
        Files.writeString(pod, "# moved\n\n" + pod("hostPID: true"));
        assertThat(baselineStandard("--baseline", known).exit()).isZero();

        Files.writeString(pod, pod("hostIPC: true"));
        Ran ran = baselineStandard("--baseline", known);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("hostIPC").contains("is gone, and still in the baseline");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --baseline a --write-baseline b  | give --baseline or --write-baseline, not both
            --baseline /nowhere/known.json   | there is no baseline /nowhere/known.json: make one with --write-baseline /nowhere/known.json
            --write-baseline /nowhere/x.json | the baseline /nowhere/x.json cannot be written: check that its folder exists, and its rights
            --waivers /nowhere/waivers.yaml  | the waivers are refused:
            """)
    void whatCannotBeWeighedIsSaidAndNothingIsWritten(String options, String said) {
        Ran ran = baselineStandard(options.strip().split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("vedette: " + said + "\n");
    }

    @Test
    void aBaselineOfRulesSaysNothingOfAStandard() throws IOException {
        Path known = Files.writeString(
                folder.resolve("known.json"),
                "{\"apiVersion\": \"vedette.dev/v1alpha1\", \"kind\": \"ScanBaseline\", \"judge\": \"rules\"}");

        assertThat(baselineStandard("--baseline", known.toString()).err())
                .contains("was made by a scan with --only rules");
    }

    @Test
    void aWaiverOfTheManifestIsForTheRuleItNames() throws IOException {
        Files.writeString(
                pod,
                pod("hostPID: true")
                        .replace(
                                "namespace: shop",
                                "namespace: shop, annotations: {vedette.dev/waive-VDT-1002: it watches; until 2999-12-31}"));

        Ran heeded = Ran.command("scan", pod.toString());
        assertThat(heeded.exit()).isZero();
        assertThat(heeded.out()).contains("1 waived").doesNotContain("VDT-1002");
        Ran ignored = Ran.command("scan", "--ignore-manifest-waivers", "--format", "sarif", pod.toString());
        assertThat(ignored.exit()).isEqualTo(1);
        assertThat(ignored.out()).contains("\"ruleId\" : \"VDT-1002\"", "## What it means");
    }

    @Test
    void aFileOfWaiversIsRefusedAsAWholeALineForEachMistake() throws IOException {
        Path waivers = Files.writeString(folder.resolve("waivers.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Waivers
                waivers:
                  - {id: hostNamespaces, where: {name: web}, until: 2999-12-31}
                  - {id: hostNamespaces, where: {name: web}, reason: it watches, until: soon}
                """);

        Ran refused = baselineStandard("--waivers", waivers.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err().lines())
                .containsExactly(
                        "vedette: the waivers are refused:",
                        waivers + ":4:5: 'reason' is missing in a waiver.",
                        waivers + ":5:73: 'soon' is not valid here; use 2027-01-31.");

        Files.writeString(
                waivers,
                Files.readString(waivers)
                        .replace("until: soon", "until: 2999-12-31")
                        .replace("web}, until", "web}, reason: it watches, until"));
        assertThat(baselineStandard("--waivers", waivers.toString()).exit()).isZero();
    }

    private Ran baselineStandard(String... options) {
        List<String> arguments = new ArrayList<>(List.of("scan", "--only", "pss", "--pss-level", "baseline"));
        arguments.addAll(List.of(options));
        arguments.add(pod.toString());
        return Ran.command(arguments.toArray(String[]::new));
    }

    private static String pod(String field) {
        return """
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  %s
                  containers: [{name: main, image: 'web:1'}]
                """.formatted(field);
    }
}
