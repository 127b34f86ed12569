package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicySetTest {
    private static final PolicyStatement STATEMENT =
            new PolicyStatement("answers", Mode.AUDIT, Scope.CONTAINERS, Glob.ANY, Severity.HIGH, ResponseAction.PAUSE);
    private static final ParameterOverride PARAMETER =
            new ParameterOverride("lists", Scope.CONTAINERS, "VDT-3014", "credential-names", List.of("id_ed25519"));

    private final PolicySet one = new PolicySet(List.of(STATEMENT), List.of(), List.of());
    private final PolicySet other = new PolicySet(List.of(STATEMENT), List.of(), List.of(PARAMETER));

    @Test
    void bothTogetherSayWhatEachSays() {
        assertThat(one.and(other))
                .isEqualTo(new PolicySet(List.of(STATEMENT, STATEMENT), List.of(), List.of(PARAMETER)));
        assertThat(one.and(PolicySet.NONE)).isEqualTo(one);
    }

    @Test
    void namesAreThoseOfAllWhoSayAnything() {
        assertThat(PolicySet.NONE.names()).isEmpty();
        assertThat(one.and(other).names()).containsExactlyInAnyOrder("answers", "lists");
    }
}
