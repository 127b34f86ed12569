package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.model.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinedPoliciesTest {
    private static final PolicySet BUILT_IN = policy("default");

    private final List<PolicySet> inForce = new ArrayList<>();
    private final List<PolicyProblem> problems = new ArrayList<>();
    private final JoinedPolicies joined = new JoinedPolicies(BUILT_IN);

    @Test
    void theBuiltInPolicyHoldsWhileThereIsNoOther() {
        assertThat(joined.set()).isEqualTo(BUILT_IN);
        joined.objects(Map.of("shop", policy("shop")));
        assertThat(joined.set().names()).containsExactly("shop");
        joined.objects(Map.of());
        assertThat(joined.set()).isEqualTo(BUILT_IN);
        joined.files(PolicySet.NONE);
        assertThat(joined.set()).isEqualTo(PolicySet.NONE);
    }

    @Test
    void filesAndObjectsAreOneSetWhicheverChanges() {
        follow();
        joined.files(policy("house"));
        joined.objects(Map.of("shop", policy("shop"), "bank", policy("bank")));
        joined.files(policy("other"));

        assertThat(inForce.stream().map(PolicySet::names))
                .containsExactly(Set.of("house"), Set.of("house", "shop", "bank"), Set.of("other", "shop", "bank"));
        assertThat(problems).isEmpty();
    }

    @Test
    void anObjectThatIsCalledAsAFilesPolicyIsLeftOutAndToldOnceAndHoldsWhenTheFileIsGone() {
        follow();
        PolicySet ofFile = policy("shop");
        joined.objects(Map.of("shop", policy("shop", "stop")));
        joined.files(ofFile);
        joined.objects(Map.of("shop", policy("shop", "stop"), "bank", policy("bank")));
        assertThat(joined.set()).isEqualTo(ofFile.and(policy("bank")));
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("policies.vedette.dev/shop: A file that this sensor reads has a policy 'shop'"));

        joined.files(policy("house"));
        assertThat(joined.set()).isEqualTo(policy("house").and(policy("bank")).and(policy("shop", "stop")));
    }

    @Test
    void whatComesBeforeSomebodyFollowsIsHandedOverThen() {
        PolicySet held = joined.set();
        joined.objects(Map.of("shop", policy("shop")));
        joined.tell(new PolicyProblem("policies.vedette.dev/bank", 0, 0, "wrong"));

        joined.handTo(inForce::add, held, problems::add);

        assertThat(inForce).containsExactly(policy("shop"));
        assertThat(problems).hasSize(1);
    }

    @Test
    void whatIsHeldIsNotHandedOverAgain() {
        joined.files(policy("house"));

        joined.handTo(inForce::add, joined.set(), problems::add);

        assertThat(inForce).isEmpty();
    }

    @Test
    void whatCannotBePutInForceChangesNothing() {
        joined.objects(Map.of("shop", policy("shop")));
        joined.handTo(
                policies -> {
                    throw new IllegalStateException("refused by the engine");
                },
                joined.set(),
                problems::add);

        assertThatThrownBy(() -> joined.files(policy("house"))).hasMessageContaining("refused by the engine");
        assertThatThrownBy(() -> joined.objects(Map.of())).hasMessageContaining("refused by the engine");

        assertThat(joined.set()).isEqualTo(policy("shop"));
    }

    @Test
    void afterTheEndNobodyIsTold() {
        follow();
        joined.handToNobody();

        joined.objects(Map.of("shop", policy("shop")));
        joined.tell(new PolicyProblem("policies.vedette.dev/bank", 0, 0, "wrong"));

        assertThat(inForce).isEmpty();
        assertThat(problems).isEmpty();
    }

    private void follow() {
        joined.handTo(inForce::add, joined.set(), problems::add);
    }

    private static PolicySet policy(String name) {
        return policy(name, "pause");
    }

    private static PolicySet policy(String name, String action) {
        LoadedPolicies read = new PolicyLoader(List.of()).parse(name, """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: %s}
                spec: {responses: [{action: %s}]}
                """.formatted(name, action));
        return ((LoadedPolicies.Accepted) read).policies();
    }
}
