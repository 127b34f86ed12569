package dev.vedette.policy.manifest.waiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.manifest.result.Withheld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaiverFileTest {
    private static final WaivableChecks CHECKS = WaivableChecks.ofStandard(Results.STANDARD);

    private static final String POD = """
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              hostPID: true
              containers:
                - {name: main, securityContext: {privileged: true}}
                - {name: side, securityContext: {privileged: true}}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: web}                                  | 2
            {name: w*, namespace: shop, kind: Pod}       | 2
            {file: "deploy/*"}                           | 2
            {container: side}                            | 1
            {path: "/spec/containers/0/*"}               | 1
            {name: web, container: side}                 | 1
            {name: other}                                | 0
            {name: web, namespace: bar}                  | 0
            {file: pod.yaml}                             | 0
            """)
    void keepsBackWhatAllItsPatternsFit(String where, int withheld) throws IOException {
        WaiverFile file = new WaiverFile(CHECKS);
        List<Waiver> waivers = file.read(written("""
                apiVersion: vedette.dev/v1alpha1
                kind: Waivers
                waivers:
                  - {id: privileged, where: %s, reason: it builds, until: 2027-01-31, owner: platform}
                """.formatted(where)));

        assertThat(file.problems()).isEmpty();
        ScanResult result =
                new Waivers(waivers, CHECKS, LocalDate.of(2027, 1, 1)).applyTo(Results.of("deploy/pod.yaml", POD));
        assertThat(result.withheld())
                .hasSize(withheld)
                .allSatisfy(kept -> assertThat(kept.cause()).isEqualTo(Withheld.Cause.WAIVER))
                .allSatisfy(kept -> assertThat(kept.why()).isEqualTo("it builds (platform, until 2027-01-31)"));
        assertThat(result.findings()).hasSize(3 - withheld);
        assertThat(result.notices()).hasSize(withheld == 0 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {id: privileged, where: {name: web}, until: 2027-01-31}                    | :4:5: 'reason' is missing in a waiver.
            {id: privileged, where: {name: web}, reason: "", until: 2027-01-31}        | :4:50: Here must be a text that is not empty.
            {id: privileged, where: {name: web}, reason: x}                            | :4:5: 'until' is missing in a waiver.
            {id: privileged, where: {name: web}, reason: x, until: 31.1.2027}          | :4:60: '31.1.2027' is not valid here; use 2027-01-31.
            {id: privileged, where: {name: web}, reason: x, until: 2027-02-29}         | :4:60: '2027-02-29' is not valid here; did you mean '2027-01-31'?
            {id: privileged, reason: x, until: 2027-01-31}                             | :4:5: 'where' is missing in a waiver.
            {id: privileged, where: {}, reason: x, until: 2027-01-31}                  | :4:29: A waiver must say for what: give 'where' at least one of file, kind, namespace, name, container, path.
            {id: privileged, where: {nam: x, kind: Pod}, reason: x, until: 2027-01-31} | :4:30: 'nam' is not a key of where; did you mean 'name'?
            {id: privilege, where: {name: x}, reason: x, until: 2027-01-31}            | :4:10: There is no rule or check 'privilege'; did you mean 'privileged'?
            {id: "*", where: {name: x}, reason: x, until: 2027-01-31}                  | :4:10: There is no rule or check '*'; 'vedette explain' lists the rules.
            [a]                                                                        | :4:5: Here must be a mapping with the keys of a waiver, not a list.
            """)
    void saysWhatIsWrongAndWhere(String waiver, String problem) throws IOException {
        assertThat(problems("apiVersion: vedette.dev/v1alpha1\nkind: Waivers\nwaivers:\n  - " + waiver + "\n"))
                .singleElement()
                .asString()
                .endsWith("waivers.yaml" + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind: Waivers",
                "apiVersion: v1\nkind: Waivers\nwaivers: []",
                "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nwaivers: []",
                "apiVersion: vedette.dev/v1alpha1\nkind: Waivers\nwaivers: {}",
                "kind: [",
                "- a"
            })
    void refusesWhatIsNoFileOfWaivers(String text) throws IOException {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void saysThatThereIsNoFile() {
        WaiverFile file = new WaiverFile(CHECKS);

        assertThat(file.read(folder.resolve("absent.yaml"))).isEmpty();
        assertThat(file.problems())
                .singleElement()
                .asString()
                .endsWith("absent.yaml: There is no such file; check the path.");
        file.read(folder);
        assertThat(file.problems()).hasSize(2);
    }

    @Test
    void knowsRulesWhereRulesJudge() {
        WaivableChecks rules = WaivableChecks.ofRules(List.of("VDT-1001"));

        assertThat(rules.complaint("VDT-1001")).isEmpty();
        assertThat(rules.complaint("hostNamespaces")).isEmpty();
        assertThat(rules.asks("hostNamespaces")).isFalse();
        assertThat(rules.complaint("VDT-1O01"))
                .hasValueSatisfying(text ->
                        assertThat(text).isEqualTo("there is no rule or check 'VDT-1O01'; did you mean 'VDT-1001'?"));
    }

    private List<?> problems(String text) throws IOException {
        WaiverFile file = new WaiverFile(CHECKS);
        file.read(written(text));
        return file.problems();
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("waivers.yaml"), text);
    }
}
