package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-4008")
class MemoryKillTest {
    private static final long MIB = 1L << 20;
    private static final Container BATCH = Containers.named("c2", "batch");

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void namesWhoTookTheNodesMemoryAndThatItHadNoLimit() {
        Finding finding = found(Bound.NODE, 0, Doing.NEIGHBOUR, grew(BATCH, 0.92, 0));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.container().id()).isEqualTo("c1");
        assertThat(finding.culprit()).isEqualTo(BATCH);
        assertThat(finding.message())
                .isEqualTo("The kernel ended java for memory: the node had none left; shop/batch-1/batch grew by"
                        + " 900 MiB in 8000 ms, 92 % of all that grew.");
        assertThat(finding.evidence())
                .containsEntry("held", "300 MiB")
                .containsEntry("second by second", "shop/batch-1/batch 100 500 1000 MiB");
        assertThat(finding.evidence().get("remedy")).contains("had no memory limit", "VDT-1019");
    }

    @Test
    void tellsTheLimitOfACulpritThatHasOne() {
        assertThat(found(Bound.NODE, 0, Doing.NEIGHBOUR, grew(BATCH, 0.92, 2048 * MIB))
                        .evidence()
                        .get("remedy"))
                .contains("now 2048 MiB")
                .doesNotContain("no memory limit");
    }

    @Test
    void namesTheNodesOwnServicesToo() {
        Finding finding = found(Bound.NODE, 0, Doing.NEIGHBOUR, grew(Container.HOST, 0.7, 0));
        assertThat(finding.message()).contains("the node's own services grew by 900 MiB");
        assertThat(finding.evidence().get("remedy")).contains("system-reserved");
    }

    @Test
    void saysThatAContainerFilledItsOwnLimit() {
        Finding finding = found(Bound.OWN_LIMIT, 512 * MIB, Doing.ITSELF, grew(Containers.ordinary(), 1, 512 * MIB));
        assertThat(finding.severity()).isEqualTo(Severity.LOW);
        assertThat(finding.message())
                .isEqualTo("The kernel ended java for memory: the container's own limit of 512 MiB was reached; it grew"
                        + " by 900 MiB in 8000 ms.");
        assertThat(finding.evidence()).containsEntry("culprit", "itself");
        assertThat(finding.culprit()).isNull();
    }

    @Test
    void namesAnotherContainerOfThePodThatFilledItsLimit() {
        assertThat(found(Bound.SHARED_LIMIT, 512 * MIB, Doing.NEIGHBOUR, grew(BATCH, 0.8, 0))
                        .message())
                .contains("a limit of 512 MiB was reached that it shares", "batch grew by");
    }

    @Test
    void blamesNobodyWhereItIsNotKnown() {
        Finding several = found(Bound.NODE, 0, Doing.SEVERAL, grew(BATCH, 0.4, 0));
        assertThat(several.message()).contains("none of them by half: shop/batch-1/batch 900 MiB (40 %)");
        assertThat(found(Bound.UNKNOWN, 0, Doing.UNKNOWN).message())
                .contains("what was full is not known; who took the memory is not known");
        assertThat(found(Bound.OWN_LIMIT, 0, Doing.ITSELF).message())
                .contains("own limit was reached; it did not grow");
    }

    private static Finding found(Bound bound, long limit, Doing doing, ContainerGrowth... growth) {
        return JUDGE.only(
                "VDT-4008",
                new MemoryKill(
                        Containers.ordinary(),
                        "java",
                        300 * MIB,
                        bound,
                        limit,
                        doing,
                        Duration.ofSeconds(8),
                        List.of(growth),
                        Events.EPOCH_NANOS,
                        Origin.LIVE));
    }

    private static ContainerGrowth grew(Container container, double share, long limit) {
        return new ContainerGrowth(container, 900 * MIB, share, limit, List.of(100 * MIB, 500 * MIB, 1000 * MIB));
    }
}
