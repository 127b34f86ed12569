package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.rules.fixtures.AnyEvents;
import java.util.List;
import java.util.Map;
import org.drools.model.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in rules' first look against Drools itself, over events as chance has them. */
class FirstLookLawTest {
    private static final int EVENTS = 2_000;

    private final RuleBundle bundle = bundle();
    private Map<String, Object> globals;
    private List<Rule> rules;
    private RuleSession session;

    @BeforeEach
    void load() throws Exception {
        ScopedParameters parameters = new ScopedParameters(RuleCatalog.of(List.of(bundle)));
        parameters.replace(PolicySet.NONE.parameters());
        globals = Map.of(PolicyEngine.PARAMETERS, parameters, PolicyEngine.MEMORY, new Tallies());
        session = new RuleSession(ModelPart.select(bundle.models(), rule -> !PolicyEngine.decides(rule)), globals);
        rules = session.rules();
    }

    @AfterEach
    void close() {
        session.close();
        bundle.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void missesNothingThatDroolsFindsAndSaysTheSameOfAllRulesAsOfEach(long seed) {
        FirstLook ofAll = new FirstLook(rules, globals);
        List<Rule> named = rules;
        List<FirstLook> ofEach = named.stream()
                .map(rule -> new FirstLook(List.of(rule), globals))
                .toList();
        AnyEvents events = new AnyEvents(seed, bundle.pages());
        int fired = 0;
        int passedOver = 0;
        for (int i = 0; i < EVENTS; i++) {
            Event event = events.next();
            boolean mayFire = ofAll.mayFire(event);
            List<Boolean> each =
                    ofEach.stream().map(look -> look.mayFire(event)).toList();
            List<Object> inserted = session.judge(event, (rule, cause) -> {
                throw new AssertionError(rule + " failed on " + event, cause);
            });

            assertThat(mayFire).as("%s", event).isEqualTo(each.contains(true));
            if (!mayFire) {
                assertThat(inserted).as("%s", event).isEmpty();
                passedOver++;
            }
            for (Object object : inserted) {
                if (object instanceof Detection found && found.fact().equals(event)) {
                    assertThat(named)
                            .as("%s by %s", found.ruleId(), event)
                            .anyMatch(rule -> rule.getName().startsWith(found.ruleId())
                                    && (each.get(named.indexOf(rule)) || isByTally(found)));
                }
            }
            fired += inserted.isEmpty() ? 0 : 1;
        }
        // So that neither half of the law is held in vain.
        assertThat(fired).isGreaterThan(EVENTS / 20);
        assertThat(passedOver).isGreaterThan(EVENTS / 20);
    }

    /** Found by a rule that needs what another one noted: that other one is held by the rest. */
    private boolean isByTally(Detection found) {
        return rules.stream()
                .filter(rule -> rule.getName().startsWith(found.ruleId()))
                .anyMatch(rule -> rule.getName().contains(" notes "));
    }

    private static RuleBundle bundle() {
        try {
            return RuleBundle.builtIn(FirstLookLawTest.class.getClassLoader());
        } catch (BundleException e) {
            throw new AssertionError(e);
        }
    }
}
