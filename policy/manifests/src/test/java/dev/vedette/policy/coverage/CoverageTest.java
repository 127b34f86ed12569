package dev.vedette.policy.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.coverage.CoverageFile.Example;
import dev.vedette.policy.coverage.CoverageFile.Item;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each claim of the page on coverage is proved by a manifest. */
class CoverageTest {
    private static final Path PAGE = Path.of("../../docs/coverage.md");

    /** These need a policy, or what only a node knows. */
    private static final Set<String> NOT_BY_MANIFEST_ALONE = Set.of("VDT-1024", "VDT-1035", "VDT-1050");

    private static Map<String, Example> examples;
    private static Collection<RuleInfo> rules;
    private static Scanner scanner;

    @BeforeAll
    static void load() throws Exception {
        RuleBundle bundle = RuleBundle.builtIn(CoverageTest.class.getClassLoader());
        examples = CoverageFile.examples();
        rules = RuleCatalog.of(List.of(bundle)).all();
        scanner = new Scanner(List.of(bundle), PolicySet.NONE);
    }

    @AfterAll
    static void close() {
        scanner.close();
    }

    static Collection<Example> everyExample() throws IOException {
        return CoverageFile.examples().values();
    }

    @ParameterizedTest
    @MethodSource("everyExample")
    void eachExampleBringsWhatItIsFor(Example example) {
        ManifestSet set = ManifestReader.readText(example.name(), example.text());
        ScanReport byRules = scanner.judge(set);
        Stream<String> byStandard = Stream.of(PodSecurityLevel.values())
                .map(level -> new PodSecurityScan(new PodSecurityStandard(level, PodSecurityVersion.LATEST)))
                .flatMap(standard -> standard.judge(set).findings().stream())
                .map(finding -> finding.violation().check());

        assertThat(byRules.problems()).isEmpty();
        assertThat(Stream.concat(byRules.findings().stream().map(Finding::ruleId), byStandard))
                .containsAll(example.brings());
    }

    @ParameterizedTest
    @CsvSource({"cis.tsv, 35", "nsa.tsv, 19", "attack.tsv, 30"})
    void eachLineOfAStandardIsAnsweredOrSaysWhyNot(String table, int lines) throws IOException {
        List<Item> items = CoverageFile.table(table);

        assertThat(items).hasSize(lines);
        assertThat(items).allSatisfy(item -> {
            assertThat(examples.keySet()).containsAll(item.examples());
            boolean answered = !item.examples().isEmpty()
                    || !CoveragePage.rulesOf(rules, item.id()).isEmpty();
            assertThat(answered || !item.note().isEmpty()).as(item.title()).isTrue();
        });
    }

    @Test
    void eachRuleOfIsolationIsProvedByAnExample() {
        Set<String> proved = examples.values().stream()
                .flatMap(example -> example.brings().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> ofIsolation = rules.stream()
                .map(RuleInfo::id)
                .filter(id -> id.startsWith("VDT-1") && !NOT_BY_MANIFEST_ALONE.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(proved).containsAll(ofIsolation).containsAll(checks());
    }

    @Test
    void thePageIsWhatComesOfIt() throws IOException {
        String made = new CoveragePage(examples, rules).text(checks());
        if (Boolean.getBoolean("vedette.renew")) {
            Files.writeString(PAGE, made);
        }

        assertThat(made)
                .as("renew it with 'mvn -pl policy/manifests -am verify -Dtest=CoverageTest -Dvedette.renew=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false'")
                .isEqualTo(Files.readString(PAGE));
    }

    private static List<String> checks() {
        return Stream.of(PodSecurityLevel.values())
                .flatMap(level -> new PodSecurityStandard(level, PodSecurityVersion.LATEST).checks().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
