package dev.vedette.policy.manifest.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.manifest.ReadTogether;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.KnownFinding;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Withheld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanBaselineTest {
    private static final String WEB = pod("web", "hostPID: true");
    private static final String API = pod("api", "hostIPC: true");

    @TempDir
    Path folder;

    @Test
    void leavesWhatIsNew() {
        ScanBaseline baseline = ScanBaseline.of(Results.of("a.yaml", WEB));
        ScanResult result = baseline.applyTo(Results.of("a.yaml", API + "---\n# moved\n" + WEB), _ -> true);

        assertThat(result.findings())
                .extracting(finding -> finding.place().name())
                .containsExactly("api");
        assertThat(result.withheld(Withheld.Cause.BASELINE)).isEqualTo(1);
        assertThat(result.gone()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(baseline.applyTo(Results.of("a.yaml", WEB), _ -> true).exitCode())
                .isZero();
    }

    @Test
    void tellsWhatIsGone() {
        ScanBaseline baseline = ScanBaseline.of(Results.of("a.yaml", WEB + "---\n" + API));
        ScanResult result = baseline.applyTo(Results.of("a.yaml", API), _ -> true);

        assertThat(result.exitCode()).isZero();
        assertThat(result.notices())
                .containsExactly(
                        "a.yaml: hostNamespaces of Pod web is gone, and still in the baseline: write it again");
    }

    @Test
    void countsTwoThatAreAlikeAsTwo() {
        ScanBaseline baseline = ScanBaseline.of(Results.of("a.yaml", WEB));

        assertThat(baseline.applyTo(Results.of("a.yaml", WEB + "---\n" + WEB), _ -> true)
                        .findings())
                .hasSize(1);
    }

    @Test
    void doesNotCallGoneWhatIsWaivedNow() {
        ScanResult before = Results.of("a.yaml", WEB);
        ScanFinding finding = before.findings().getFirst();
        ScanResult waived = new ScanResult(
                Judge.PSS,
                List.of(),
                List.of(new Withheld(finding, Withheld.Cause.WAIVER, "known")),
                List.of(),
                before.objects());

        assertThat(ScanBaseline.of(before).applyTo(waived, _ -> true).gone()).isEmpty();
    }

    @Test
    void calledGoneIsOnlyWhatWasLookedFor() throws IOException {
        for (String file : List.of("read.yaml", "unread.yaml", "broken.yaml", "deleted.yaml")) {
            Files.writeString(folder.resolve(file), WEB);
        }
        ScanBaseline baseline = ScanBaseline.of(scan("read.yaml", "unread.yaml", "broken.yaml", "deleted.yaml"));
        assertThat(baseline.findings()).hasSize(4);
        Files.writeString(folder.resolve("read.yaml"), pod("web", "hostPID: false"));
        Files.writeString(folder.resolve("broken.yaml"), "kind: [");
        Files.delete(folder.resolve("deleted.yaml"));

        ScanResult now = scan("read.yaml", "broken.yaml");

        assertThat(baseline.applyTo(now, new LookedFor(_ -> true, now, Path.of("/repo")))
                        .gone())
                .extracting(KnownFinding::file)
                .containsExactly(
                        folder.resolve("deleted.yaml").toString(),
                        folder.resolve("read.yaml").toString());
        assertThat(baseline.applyTo(now, new LookedFor(_ -> false, now, Path.of("/repo")))
                        .gone())
                .isEmpty();
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() throws Exception {
        ScanBaseline baseline = ScanBaseline.of(Results.of("a.yaml", WEB + "---\n" + API));
        BaselineFile file = new BaselineFile(folder.resolve("known.json"));
        file.write(baseline);
        String first = Files.readString(folder.resolve("known.json"));
        file.write(ScanBaseline.of(Results.of("a.yaml", API + "---\n\n" + WEB)));

        assertThat(file.read()).isEqualTo(baseline);
        assertThat(Files.readString(folder.resolve("known.json"))).isEqualTo(first);
        assertThat(folder.toFile().list()).containsExactly("known.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                                          | known.json:1: the baseline is not JSON
            {"kind": "Pod"}                                            | is no baseline of a scan
            []                                                         | is no baseline of a scan
            {"apiVersion": "vedette.dev/v1alpha1", "kind": "ScanBaseline"} | does not say by what was judged
            {"apiVersion": "vedette.dev/v1alpha1", "kind": "ScanBaseline", "judge": "pss", "findings": [{"check": "x"}]} | has a finding without a fingerprint
            """)
    void refusesWhatIsNoBaselineAndSaysTheWayOut(String text, String message) throws IOException {
        BaselineFile file = new BaselineFile(Files.writeString(folder.resolve("known.json"), text));

        assertThatThrownBy(file::read)
                .isInstanceOf(BaselineException.class)
                .hasMessageContainingAll(message, "known.json", "--write-baseline");
    }

    @Test
    void saysThatThereIsNoneOrThatItCannotBeWritten() {
        assertThatThrownBy(() -> new BaselineFile(folder.resolve("absent.json")).read())
                .hasMessageContaining("there is no baseline");
        assertThatThrownBy(() -> new BaselineFile(folder).read()).hasMessageContaining("cannot be read");
        assertThatThrownBy(() ->
                        new BaselineFile(folder.resolve("no/known.json")).write(new ScanBaseline(Judge.PSS, List.of())))
                .hasMessageContaining("cannot be written");
    }

    private ScanResult scan(String... files) {
        List<String> paths = List.of(files).stream()
                .map(file -> folder.resolve(file).toString())
                .toList();
        return Results.of(ReadTogether.of(paths));
    }

    private static String pod(String name, String field) {
        return "kind: Pod\nmetadata: {name: %s}\nspec: {%s, containers: []}\n".formatted(name, field);
    }
}
