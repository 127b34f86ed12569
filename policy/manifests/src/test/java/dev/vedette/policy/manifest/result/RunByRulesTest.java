package dev.vedette.policy.manifest.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scan of many files, of which one after the other is judged and let go. */
class RunByRulesTest {
    private static final ManifestSet NAMESPACE = file("namespace.yaml", "kind: Namespace\nmetadata: {name: shop}\n");
    private static final ManifestSet POD = file("pod.yaml", """
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: {hostPID: true, containers: [{name: a, image: x, securityContext: {privileged: true}}]}
            """);
    private static final ManifestSet BROKEN = file("broken.yaml", "kind: [");
    private static final ManifestSet WRONG = file("wrong.yaml", "kind: Pod\nspec: {hostPID: maybe, containers: []}\n");

    private Scanner scanner;
    private RuleCatalog catalog;

    @BeforeEach
    void openTheRules() throws Exception {
        List<RuleBundle> rules = List.of(RuleBundle.builtIn(getClass().getClassLoader()));
        catalog = RuleCatalog.of(rules);
        scanner = Scanner.ofManifests(rules, PolicySet.NONE);
    }

    @AfterEach
    void close() {
        scanner.close();
    }

    @Test
    void findsFileByFileWhatItFindsInAllOfThemTogether() {
        ScanResult together = result(ManifestSet.of(List.of(POD, WRONG, NAMESPACE)));

        assertThat(result(POD, WRONG, NAMESPACE).findings())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("ofRule")
                .isEqualTo(together.findings())
                .isNotEmpty();
        assertThat(result(POD, WRONG, NAMESPACE).problems()).isEqualTo(together.problems());
    }

    @Test
    void missesGuardsOnlyOnceAllFilesAreRead() {
        ManifestSet guard = file(
                "guard.yaml", "kind: NetworkPolicy\nmetadata: {name: all, namespace: shop}\nspec: {podSelector: {}}\n");

        assertThat(messages(result(NAMESPACE, POD))).anyMatch(message -> message.contains("no NetworkPolicy"));
        assertThat(messages(result(NAMESPACE, POD, guard))).noneMatch(message -> message.contains("no NetworkPolicy"));
        assertThat(messages(result(NAMESPACE))).noneMatch(message -> message.contains("no NetworkPolicy"));
    }

    @Test
    void tellsWhatAFileThatIsNamedTwiceGivesOnce() {
        assertThat(result(POD, POD).findings()).hasSameSizeAs(result(POD).findings());
    }

    @Test
    void tellsWhatCouldNotBeReadBeforeWhatCouldNotBeJudged() {
        assertThat(result(WRONG, BROKEN).problems())
                .extracting(ManifestProblem::file)
                .containsExactly("broken.yaml", "wrong.yaml");
    }

    private ScanResult result(ManifestSet... parts) {
        ScanRun run = new RunByRules(scanner, new FindingsOfRules(catalog::find, Results.PATHS));
        List.of(parts).forEach(run::take);
        return run.result();
    }

    private static List<String> messages(ScanResult result) {
        return result.findings().stream().map(ScanFinding::message).toList();
    }

    private static ManifestSet file(String name, String text) {
        return ManifestReader.readText(name, text);
    }
}
