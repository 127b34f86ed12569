package dev.vedette.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.cli.Vedette;
import dev.vedette.policy.compiler.RuleCompiler;
import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.sensor.response.ResponseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/policies.md shows is what the program takes. */
class PoliciesPageTest {
    @TempDir
    Path folder;

    static List<String> policies() throws IOException {
        return examples("yaml").stream()
                .filter(text -> text.contains("kind: Policy\n"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyPolicyOnThePageIsInOrder(String policy) throws Exception {
        try (RuleBundle bundle = RuleBundle.builtIn(PoliciesPageTest.class.getClassLoader())) {
            PolicyLoader loader =
                    new PolicyLoader(RuleCatalog.of(List.of(bundle)).all());

            assertThat(loader.parse("docs/policies.md", policy)).isInstanceOf(LoadedPolicies.Accepted.class);
        }
    }

    @Test
    void theRuleOnThePageCompilesAndGoesTogetherWithTheBuiltInOnes() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("my-rules"));
        Files.writeString(sources.resolve("ACME-0001-ledger.drl"), only("drl"));
        Files.writeString(sources.resolve("ACME-0001-ledger.md"), only("markdown"));
        Path jar = folder.resolve("my-rules.jar");

        assertThat(new RuleCompiler().compile(sources, jar)).isEmpty();
        try (RuleBundle builtIn = RuleBundle.builtIn(PoliciesPageTest.class.getClassLoader());
                RuleBundle own = RuleBundle.open(jar)) {
            assertThat(RuleCatalog.of(List.of(builtIn, own)).find("ACME-0001"))
                    .hasValueSatisfying(rule -> assertThat(rule.parameters()).containsKey("writers"));
        }
    }

    @Test
    void theRuleOnThePagePassesItsTestThere() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("my-rules"));
        Files.writeString(sources.resolve("ACME-0001-ledger.drl"), only("drl"));
        Files.writeString(sources.resolve("ACME-0001-ledger.md"), only("markdown"));
        Files.writeString(sources.resolve("ACME-0001-ledger.test.yaml"), testThatSays("ACME-0001"));

        assertThat(Vedette.run("policy", "test", sources.toString())).isZero();
    }

    @Test
    void thePoliciesOnThePagePassTheirTestThere() throws Exception {
        Files.writeString(folder.resolve("shop.yaml"), policies().getFirst());
        Files.writeString(folder.resolve("shop.test.yaml"), testThatSays("VDT-3003"));

        assertThat(Vedette.run("policy", "test", folder.toString())).isZero();
    }

    @Test
    void whatPolicyNewMakesPassesItsTestsAndIsBuiltSignedAndTakenByItsKeyAlone() throws Exception {
        String rules = folder.resolve("ledger").toString();
        String key = folder.resolve("rules.key").toString();
        String jar = folder.resolve("ledger.jar").toString();

        assertThat(Vedette.run("policy", "new", rules)).isZero();
        assertThat(Vedette.run("policy", "test", rules)).isZero();
        assertThat(Vedette.run("policy", "keygen", key)).isZero();
        assertThat(Vedette.run("policy", "build", rules, "-o", jar, "--key", key))
                .isZero();
        assertThat(Vedette.run("policy", "test", rules, "--bundle", jar, "--bundle-key", key + ".pub"))
                .isZero();
        String policies = Files.writeString(
                        folder.resolve("shop.yaml"), policies().getFirst())
                .toString();
        String other = folder.resolve("other.key").toString();
        assertThat(Vedette.run("policy", "keygen", other)).isZero();
        assertThat(Vedette.run("policy", "check", policies, "--bundle", jar, "--bundle-key", key + ".pub"))
                .isZero();
        assertThat(Vedette.run("policy", "check", policies, "--bundle", jar, "--bundle-key", other + ".pub"))
                .isEqualTo(2);
        assertThat(Vedette.run("policy", "keygen", key)).isEqualTo(2);
    }

    private static String testThatSays(String rule) throws IOException {
        return examples("yaml").stream()
                .filter(text -> text.contains("kind: PolicyTest\n") && text.contains("rules: [" + rule + "]"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePageNamesTheGuardRailsAsTheyAre() throws IOException {
        ResponseSettings rails = ResponseSettings.defaults();

        assertThat(rails.protectedNamespaces())
                .allSatisfy(name -> assertThat(page()).contains("`" + name + "`"));
        assertThat(rails.perWorkload().count()).isEqualTo(5);
        assertThat(rails.perNode().count()).isEqualTo(20);
        assertThat(page()).containsPattern("five things a minute to one workload and twenty on one node");
    }

    private static String only(String language) throws IOException {
        assertThat(examples(language)).hasSize(1);
        return examples(language).getFirst();
    }

    private static List<String> examples(String language) throws IOException {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String page() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/policies.md"))) {
            folder = folder.getParent();
        }
        return Files.readString(folder.resolve("docs/policies.md"));
    }
}
