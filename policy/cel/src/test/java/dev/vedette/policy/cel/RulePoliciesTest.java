package dev.vedette.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.apiserver.ApiServerPolicy;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.podsecurity.CelEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an API server would ask, asked of Google's CEL, against the rules themselves. */
class RulePoliciesTest {
    private static final int OBJECTS = Integer.getInteger("vedette.pods", 400);
    private static final long SEED = Long.getLong("vedette.seed", 20_261_126L);
    /** Of each rule, how many objects it is to find something in, and how many not. */
    private static final int ENOUGH = 2;

    private static final Path PAGE = Path.of("../../docs/cel.md");

    private static Collection<RuleInfo> rules;
    private static Scanner scanner;

    private final CelEngine cel = new CelEngine();
    private final JsonMapper json = new JsonMapper();
    private final RulePolicies policies = new RulePolicies(rules);

    @BeforeAll
    static void load() throws Exception {
        RuleBundle bundle = RuleBundle.builtIn(RulePoliciesTest.class.getClassLoader());
        rules = RuleCatalog.of(List.of(bundle)).all();
        scanner = new Scanner(List.of(bundle), PolicySet.NONE);
    }

    @AfterAll
    static void close() {
        scanner.close();
    }

    @Test
    void itsExpressionsFindInRandomWorkloadsExactlyWhatTheRulesFind() throws Exception {
        Random random = new Random(SEED);
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < OBJECTS; i++) {
            Map<String, Object> object = new RandomWorkloads(random).next();

            Set<String> byRules = byRules(object);

            assertThat(byCel(object))
                    .as("object %d: %s", i, json.writeValueAsString(object))
                    .isEqualTo(byRules);
            byRules.forEach(rule -> found.merge(rule, 1, Integer::sum));
        }
        assertThat(found).containsOnlyKeys(policies.expressions().keySet());
        assertThat(found).allSatisfy((rule, count) -> assertThat(count).as(rule).isBetween(ENOUGH, OBJECTS - ENOUGH));
    }

    private Set<String> byRules(Map<String, Object> object) throws IOException {
        ScanReport report = scanner.scanText("x", json.writeValueAsString(object));
        assertThat(report.problems()).isEmpty();
        return report.findings().stream()
                .map(Finding::ruleId)
                .filter(policies.expressions()::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> byCel(Map<String, Object> object) {
        Map<String, Object> variables = new HashMap<>();
        Map<String, Object> values = Map.of(
                "object", CelEngine.celValue(object), "request", Map.of("operation", "CREATE"), "variables", variables);
        RulePolicies.variables().forEach((name, expression) -> variables.put(name, cel.evaluate(expression, values)));
        Set<String> failing = new TreeSet<>();
        policies.expressions().forEach((rule, expression) -> {
            if (!cel.evaluate(expression, values).equals(true)) {
                failing.add(rule);
            }
        });
        return failing;
    }

    @Test
    void aPolicyHasTheVariablesThatItsExpressionNeedsInTheOrderInWhichOneNeedsTheOther() {
        assertThat(policies.policy("VDT-1008").orElseThrow().variables().keySet())
                .containsExactly("template", "spec", "containers", "mounts");
        assertThat(policies.policy("VDT-1029").orElseThrow().variables()).isEmpty();
    }

    @Test
    void asksNothingAnewWhereTheSpecificationStaysAsItIs() {
        ApiServerPolicy policy = policies.policy("VDT-1001").orElseThrow();
        Map<String, Object> before = Map.of("kind", "Pod", "spec", Map.of("hostPID", true));
        Map<String, Object> now = Map.of("kind", "Pod", "spec", Map.of("hostPID", false));

        assertThat(isAsked(policy, before, before)).isFalse();
        assertThat(isAsked(policy, before, now)).isTrue();
    }

    private boolean isAsked(ApiServerPolicy policy, Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> values =
                Map.of("object", now, "oldObject", before, "request", Map.of("operation", "UPDATE"));
        return policy.conditions().values().stream()
                .allMatch(condition -> cel.evaluate(condition, values).equals(true));
    }

    @Test
    void eachRuleOfIsolationIsSaidOrItIsSaidWhyNot() {
        Set<String> ofIsolation = rules.stream()
                .map(RuleInfo::id)
                .filter(id -> id.startsWith("VDT-1"))
                .collect(Collectors.toSet());

        assertThat(Stream.concat(policies.expressions().keySet().stream(), NotInCel.rules().keySet().stream()))
                .containsAll(ofIsolation)
                .doesNotHaveDuplicates();
        assertThat(policies.expressions())
                .containsKeys(NotInCel.parts().keySet().toArray(String[]::new));
    }

    @Test
    void thePageIsWhatComesOfIt() throws IOException {
        String made = page();
        if (Boolean.getBoolean("vedette.renew")) {
            Files.writeString(PAGE, made);
        }

        assertThat(made)
                .as("renew it with 'mvn -pl policy/cel -am verify -Dtest=RulePoliciesTest -Dvedette.renew=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false'")
                .isEqualTo(Files.readString(PAGE));
    }

    private String page() {
        Map<String, String> titles = new LinkedHashMap<>();
        rules.forEach(rule -> titles.put(rule.id(), rule.title()));
        StringBuilder page = new StringBuilder("""
            # Rules in CEL

            What `vedette policy cel RULE` makes a `ValidatingAdmissionPolicy` of, and what it cannot ([how](admission.md#without-a-webhook)).
            This page is written by `RulePoliciesTest`, which holds the expressions against the rules themselves on random workloads.

            Paths of the node are resolved as the rules do it, but for `..`, which an API server refuses by itself, and for more than three roots of
            processes (`/proc/1/root`) within one another. Names of capabilities count in any case, with `CAP_` and without.

            | rule | title | what is left out |
            |---|---|---|
            """);
        policies.expressions()
                .keySet()
                .forEach(id -> page.append("| %s | %s | %s |\n"
                        .formatted(id, titles.get(id), NotInCel.parts().getOrDefault(id, ""))));
        page.append("""

            ## No policy

            | rule | title | why |
            |---|---|---|
            """);
        NotInCel.rules().forEach((id, why) -> page.append("| %s | %s | %s |\n".formatted(id, titles.get(id), why)));
        return page.toString();
    }
}
