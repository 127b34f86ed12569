package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfTestTest {
    @ParameterizedTest
    @CsvSource({"false, HIGH", "true, HIGH", "true, CRITICAL"})
    void passesWithTheBuiltInRules(boolean enforce, Severity denyAt) throws Exception {
        try (RuleBundle rules = RuleBundle.builtIn(SelfTestTest.class.getClassLoader())) {
            assertThat(problem(List.of(rules), enforce, denyAt)).isEmpty();
        }
    }

    @Test
    void saysThatABadPodWouldBeLetInWhereNoRuleJudges() throws Exception {
        assertThat(problem(List.of(), true, Severity.HIGH)).get().asString().contains("would be let in");
        assertThat(problem(List.of(), false, Severity.HIGH)).get().asString().contains("without a word");
    }

    private static Optional<String> problem(List<RuleBundle> bundles, boolean enforce, Severity denyAt)
            throws Exception {
        try (Scanner scanner = new Scanner(bundles, PolicySet.NONE);
                TimedJudges judges = new TimedJudges()) {
            RulesReviewer rules = new RulesReviewer(scanner, new AdmissionPolicy(enforce, denyAt), PodTemplates.KNOWN);
            return new SelfTest(rules, Optional.empty(), judges, enforce).problem();
        }
    }
}
