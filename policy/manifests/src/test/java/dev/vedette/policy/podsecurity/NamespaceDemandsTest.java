package dev.vedette.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceDemandsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # enforce    | its version | warn       | its version | enforced           | warned of
            -            | -           | -          | -           | privileged:latest  | privileged:latest
            baseline     | -           | -          | -           | baseline:latest    | baseline:latest
            baseline     | v1.29       | -          | -           | baseline:v1.29     | baseline:v1.29
            baseline     | v1.29       | -          | v1.30       | baseline:v1.29     | baseline:v1.30
            baseline     | -           | privileged | -           | baseline:latest    | privileged:latest
            baseline     | -           | restricted | v1.0        | baseline:latest    | restricted:v1.0
            strict       | -           | -          | -           | restricted:latest  | privileged:latest
            -            | -           | strict     | -           | privileged:latest  | privileged:latest
            restricted   | 1.29        | -          | -           | restricted:latest  | restricted:latest
            restricted   | v1.029      | -          | -           | restricted:latest  | restricted:latest
            restricted   | v1.99999999 | -          | -           | restricted:latest  | restricted:latest
            """)
    void readsLabelsAsKubernetesDoes(
            String enforce, String enforceVersion, String warn, String warnVersion, String enforced, String warned) {
        Map<String, String> labels = new HashMap<>();
        put(labels, "enforce", enforce);
        put(labels, "enforce-version", enforceVersion);
        put(labels, "warn", warn);
        put(labels, "warn-version", warnVersion);

        NamespaceDemands demands = NamespaceDemands.of(labels, NamespaceDemands.NONE);

        assertThat(demands.enforce()).hasToString(enforced);
        assertThat(demands.warn()).hasToString(warned);
        assertThat(demands.audit()).isEqualTo(PodSecurityDemand.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"restricted:v1.20", "baseline:v1.20"})
    void whatIsWarnedOfByDefaultStaysWhereItIsAsStrictOrStricter(String warned) {
        NamespaceDemands defaults = new NamespaceDemands(
                PodSecurityDemand.NONE, PodSecurityDemand.parse(warned), PodSecurityDemand.NONE, List.of());

        assertThat(NamespaceDemands.of(Map.of("pod-security.kubernetes.io/enforce", "baseline"), defaults)
                        .warn())
                .hasToString(warned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "warn", "audit"})
    void demandsSomethingAsSoonAsOneModeDoesOrALabelCannotBeRead(String mode) {
        String label = "pod-security.kubernetes.io/" + mode;

        assertThat(NamespaceDemands.of(Map.of(), NamespaceDemands.NONE).demandNothing())
                .isTrue();
        assertThat(NamespaceDemands.of(Map.of(label, "privileged"), NamespaceDemands.NONE)
                        .demandNothing())
                .isTrue();
        assertThat(NamespaceDemands.of(Map.of(label, "baseline"), NamespaceDemands.NONE)
                        .demandNothing())
                .isFalse();
        assertThat(NamespaceDemands.of(Map.of(label + "-version", "newest"), NamespaceDemands.NONE)
                        .demandNothing())
                .isFalse();
    }

    @Test
    void namesEachLabelThatItCannotRead() {
        NamespaceDemands demands = NamespaceDemands.of(
                Map.of(
                        "pod-security.kubernetes.io/enforce", "Baseline",
                        "pod-security.kubernetes.io/audit", "",
                        "pod-security.kubernetes.io/audit-version", "newest"),
                NamespaceDemands.NONE);

        assertThat(demands.problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("enforce is 'Baseline'", "restricted"))
                .anySatisfy(problem -> assertThat(problem).contains("audit is ''", "privileged"))
                .anySatisfy(problem -> assertThat(problem).contains("audit-version is 'newest'", "latest"));
        assertThat(demands.demandNothing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "baseline:v1.20, privileged, true",
        "restricted, baseline, true",
        "baseline, baseline, false",
        "baseline, restricted, false",
        "baseline:v1.20, baseline:v1.21, true",
        "baseline:v1.20, restricted:v1.21, true",
        "privileged, restricted:v1.20, false"
    })
    void knowsWhereWhatMeetsOneMayFailAnother(String demand, String met, boolean mayFail) {
        assertThat(PodSecurityDemand.parse(demand).mayFailWhatMeets(PodSecurityDemand.parse(met)))
                .isEqualTo(mayFail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "strict", "baseline:", ":latest", "baseline:1.x", ":1.x", "RESTRICTED"})
    void refusesWhatIsNoDemandAndNamesThePart(String text) {
        String part = text.endsWith("1.x") || text.equals("baseline:")
                ? text.substring(text.indexOf(':') + 1)
                : text.split(":", -1)[0];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodSecurityDemand.parse(text))
                .withMessageStartingWith("'" + part + "' is no ");
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (value != null) {
            labels.put("pod-security.kubernetes.io/" + name, value);
        }
    }
}
