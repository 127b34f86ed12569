package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.drools.model.Rule;
import org.junit.jupiter.api.Test;

/** One rule that stands on no pattern of its own would have every fact put into a session. */
class FirstLookAtBuiltInRulesTest {
    @Test
    void everyBuiltInRuleNeedsAFactThatCanBeLookedAtBeforehand() throws Exception {
        try (RuleBundle bundle = RuleBundle.builtIn(getClass().getClassLoader())) {
            List<Rule> detecting = bundle.models().stream()
                    .flatMap(model -> model.getRules().stream())
                    .filter(rule -> !PolicyEngine.decides(rule))
                    .toList();

            assertThat(detecting)
                    .hasSizeGreaterThan(40)
                    .allSatisfy(rule -> assertThat(new FirstLook(List.of(rule), Map.of()).isAlways())
                            .as(rule.getName())
                            .isFalse());
        }
    }

    @Test
    void aFactOfNoRuleIsPutIntoNoSession() throws Exception {
        try (RuleBundle bundle = RuleBundle.builtIn(getClass().getClassLoader())) {
            FirstLook look = new FirstLook(
                    bundle.models().stream()
                            .flatMap(model -> model.getRules().stream())
                            .filter(rule -> !PolicyEngine.decides(rule))
                            .toList(),
                    Map.of());

            assertThat(look.mayFire("no rule is about texts")).isFalse();
        }
    }
}
