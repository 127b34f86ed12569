package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessFlood;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-4006")
class ProcessFloodTest {
    private static final Container BATCH = Containers.named("c2", "batch");

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void namesWhoFillsTheNode() {
        Finding finding = found(Bound.NODE, BATCH, 26_500, 32_768, 0, Doing.NEIGHBOUR, grew(BATCH, 0.97));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.container().id()).isEqualTo("c2");
        assertThat(finding.message())
                .isEqualTo(
                        "Processes and threads fill the node: 26500 of 32768; shop/batch-1/batch grew by 900 in 30 s,"
                                + " 97 % of all that grew.");
        assertThat(finding.evidence())
                .containsEntry("look by look", "shop/batch-1/batch 100 500 1000")
                .containsEntry("refused", "not known");
        assertThat(finding.evidence().get("remedy")).contains("respond throttle shop/batch-1/batch -o pids=");
    }

    @Test
    void saysSoBeforeTheNodeIsFull() {
        assertThat(found(Bound.NODE, BATCH, 9_000, 32_768, 0, Doing.NEIGHBOUR, grew(BATCH, 0.97))
                        .message())
                .startsWith("Processes and threads fill the node within a minute: 9000 of 32768");
    }

    @Test
    void blamesNobodyForANodeThatIsFullBySeveral() {
        Finding finding = found(Bound.NODE, Container.HOST, 30_000, 32_768, 0, Doing.SEVERAL, grew(BATCH, 0.4));
        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("none of them by half: shop/batch-1/batch 900 (40 %)");
        assertThat(finding.evidence().get("remedy")).contains("podPidsLimit").doesNotContain("at once");
    }

    @Test
    void tellsWhoFillsALimitThatIsShared() {
        Finding finding = found(Bound.SHARED_LIMIT, BATCH, 97, 100, 12, Doing.NEIGHBOUR, grew(BATCH, 0.9));
        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("shares with others", "97 of 100, and 12 were refused");
    }

    @Test
    void isOfLittleWeightWithinAContainersOwnLimit() {
        Finding finding = found(Bound.OWN_LIMIT, BATCH, 100, 100, 1_500, Doing.ITSELF, grew(BATCH, 1));
        assertThat(finding.severity()).isEqualTo(Severity.LOW);
        assertThat(finding.message())
                .isEqualTo("Processes and threads fill the container's own limit: 100 of 100, and 1500 were refused; it"
                        + " grew by 900 in 30 s.");
        assertThat(found(Bound.OWN_LIMIT, BATCH, 100, 100, 3, Doing.ITSELF).message())
                .contains("it did not grow");
    }

    @Test
    void saysThatItIsNotKnownWho() {
        assertThat(found(Bound.NODE, Container.HOST, 30_000, 32_768, 0, Doing.UNKNOWN)
                        .message())
                .endsWith("who made them is not known.");
    }

    private static Finding found(
            Bound bound,
            Container container,
            long tasks,
            long limit,
            long refused,
            Doing doing,
            ContainerGrowth... growth) {
        return JUDGE.only(
                "VDT-4006",
                new ProcessFlood(
                        container,
                        bound,
                        tasks,
                        limit,
                        refused,
                        doing,
                        Duration.ofSeconds(30),
                        List.of(growth),
                        Events.EPOCH_NANOS,
                        Origin.LIVE));
    }

    private static ContainerGrowth grew(Container container, double share) {
        return new ContainerGrowth(container, 900, share, 0, List.of(100L, 500L, 1_000L));
    }
}
