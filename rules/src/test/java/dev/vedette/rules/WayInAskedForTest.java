package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AccessRequested.Way;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-1024")
class WayInAskedForTest {
    private static final String ACCOUNT = "system:serviceaccount:shop:web";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @RegisterExtension
    static final Judge WITH_OPERATORS = Judge.with("VDT-1024", "operators", ACCOUNT);

    @ParameterizedTest
    @CsvSource({
        "EXEC, jane, true, LOW",
        "ATTACH, jane, false, LOW",
        "PORT_FORWARD, jane, false, LOW",
        "EPHEMERAL_CONTAINER, jane, true, LOW",
        "NODE_PROXY, jane, false, MEDIUM",
        "EXEC, system:serviceaccount:shop:web, false, MEDIUM",
        "SERVICE_PROXY, system:serviceaccount:shop:web, false, MEDIUM",
        "EXEC, system:serviceaccount:shop:web, true, HIGH",
        "ATTACH, system:serviceaccount:shop:web, false, HIGH",
        "EPHEMERAL_CONTAINER, system:serviceaccount:shop:web, false, HIGH",
        "POD_PROXY, system:node:n1, false, HIGH",
        "EXEC, system:anonymous, false, CRITICAL"
    })
    void tellsWhoAskedForWhat(Way way, String user, boolean terminal, Severity severity) {
        Finding finding = JUDGE.only("VDT-1024", asked(Containers.ordinary(), way, user, "id -u", terminal));

        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.message()).contains(user, "id -u");
        assertThat(finding.evidence()).containsEntry("user", user);
    }

    @Test
    void takesKubeSystemAndThoseWithoutANameForMore() {
        Container ofSystem = new Container(
                "s",
                "dns",
                "",
                "",
                "",
                new Container.Pod("kube-system", "dns", "", "dns", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);

        assertThat(JUDGE.only("VDT-1024", asked(ofSystem, Way.EXEC, "jane", "", false))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only(
                                "VDT-1024",
                                new AccessRequested(
                                        Containers.ordinary(),
                                        Way.EXEC,
                                        "",
                                        List.of("system:unauthenticated"),
                                        "",
                                        false,
                                        Events.EPOCH_NANOS))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnMetricsOfNodesAndOnOperators() {
        assertThat(JUDGE.judge(
                        "VDT-1024", asked(Containers.ordinary(), Way.NODE_PROXY, ACCOUNT, "metrics/cadvisor", false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-1024", asked(Containers.ordinary(), Way.POD_PROXY, ACCOUNT, "metrics", false)))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-1024", asked(Containers.ordinary(), Way.NODE_PROXY, ACCOUNT, "run/x", false)))
                .hasSize(1);
        assertThat(WITH_OPERATORS.judge("VDT-1024", asked(Containers.ordinary(), Way.EXEC, ACCOUNT, "id", true)))
                .isEmpty();
    }

    private static AccessRequested asked(Container of, Way way, String user, String detail, boolean terminal) {
        return new AccessRequested(of, way, user, List.of("a"), detail, terminal, Events.EPOCH_NANOS);
    }
}
