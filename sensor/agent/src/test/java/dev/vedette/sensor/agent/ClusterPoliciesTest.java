package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.sensor.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterPoliciesTest {
    private final List<PolicySet> inForce = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Metrics metrics = new Metrics();
    private final JoinedPolicies joined = new JoinedPolicies(PolicySet.NONE);
    private final Map<String, String> objects = new TreeMap<>();
    private final ClusterPolicies policies =
            new ClusterPolicies(new PolicyLoader(List.of()), joined, PolicyFigures.in(metrics), metrics);

    private boolean refuses;

    @BeforeEach
    void follow() {
        joined.handTo(this::take, joined.set(), (PolicyProblem problem) -> problems.add(problem.toString()));
    }

    private void take(PolicySet set) {
        if (refuses) {
            throw new IllegalStateException("refused by the engine");
        }
        inForce.add(set);
    }

    @Test
    void whatComesChangesAndGoesHoldsSo() {
        put("shop", "audit");
        put("bank", "enforce");
        assertThat(modes()).isEqualTo(Map.of("shop", Mode.AUDIT, "bank", Mode.ENFORCE));
        put("shop", "enforce");
        assertThat(modes()).isEqualTo(Map.of("shop", Mode.ENFORCE, "bank", Mode.ENFORCE));
        objects.remove("shop");
        policies.accept(objects);
        assertThat(modes()).isEqualTo(Map.of("bank", Mode.ENFORCE));
        assertThat(metrics.scrape())
                .contains("vedette_policies_replaced_total 4.0", "vedette_policies_refused_total 0.0");
    }

    @Test
    void oneThatIsNotInOrderIsRefusedAloneWithItsFieldAndItsLastGoodFormStays() {
        put("shop", "enforce");
        put("bank", "audit");

        put("shop", "enforced");
        put("bank", "enforce");

        assertThat(modes()).isEqualTo(Map.of("shop", Mode.ENFORCE, "bank", Mode.ENFORCE));
        assertThat(problems)
                .containsExactly(
                        "policies.vedette.dev/shop: spec.mode: 'enforced' is not valid here; did you mean 'enforce'?");
        assertThat(metrics.scrape())
                .contains(
                        "vedette_policies_refused_total 1.0",
                        "vedette_cluster_policies{standing=\"current\",} 1.0",
                        "vedette_cluster_policies{standing=\"older\",} 1.0",
                        "vedette_cluster_policies{standing=\"refused\",} 0.0");

        objects.remove("shop");
        policies.accept(objects);
        assertThat(modes()).isEqualTo(Map.of("bank", Mode.ENFORCE));
    }

    @Test
    void oneThatNeverWasInOrderDoesNotHoldAndIsTakenOnceItIs() {
        put("shop", "enforced");
        assertThat(inForce).isEmpty();
        assertThat(metrics.scrape()).contains("vedette_cluster_policies{standing=\"refused\",} 1.0");

        put("shop", "enforce");
        assertThat(modes()).isEqualTo(Map.of("shop", Mode.ENFORCE));
    }

    @Test
    void whatHasNotChangedIsNeitherPutInForceNorToldAgain() {
        put("shop", "enforce");
        put("bank", "enforced");
        policies.accept(objects);
        policies.accept(objects);

        assertThat(inForce).hasSize(1);
        assertThat(problems).hasSize(1);
    }

    @Test
    void noMoreThanSomeHoldAndThatIsToldOnce() {
        IntStream.rangeClosed(0, ClusterPolicies.MOST)
                .mapToObj("p%03d"::formatted)
                .forEach(name -> objects.put(name, document(name, "audit")));
        policies.accept(objects);
        policies.accept(objects);

        assertThat(modes()).hasSize(ClusterPolicies.MOST).doesNotContainKey("p500");
        assertThat(problems).singleElement().asString().contains("has 501 policies");
    }

    @Test
    void whatCannotBePutInForceIsTriedAgainWithTheNextChange() {
        refuses = true;
        put("shop", "enforce");
        assertThat(metrics.scrape()).contains("vedette_policies_refused_total 1.0");

        refuses = false;
        policies.accept(objects);

        assertThat(modes()).isEqualTo(Map.of("shop", Mode.ENFORCE));
    }

    private void put(String name, String mode) {
        objects.put(name, document(name, mode));
        policies.accept(objects);
    }

    private Map<String, Mode> modes() {
        return inForce.getLast().statements().stream()
                .collect(Collectors.toMap(PolicyStatement::policy, PolicyStatement::mode));
    }

    private static String document(String name, String mode) {
        return """
                {"apiVersion": "vedette.dev/v1alpha1", "kind": "Policy", "metadata": {"name": "%s"},
                 "spec": {"mode": "%s", "responses": [{"action": "pause"}]}}""".formatted(name, mode);
    }
}
