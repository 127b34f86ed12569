package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SpaceShortage;
import dev.vedette.policy.model.SpaceShortage.What;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-4007")
class SpaceShortageTest {
    private static final long GIB = 1L << 30;
    private static final Container BATCH = Containers.named("c2", "batch");

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void namesWhoTookTheSpace() {
        Finding finding = found(BATCH, What.SPACE, 92 * GIB, 100 * GIB, Duration.ZERO, Doing.NEIGHBOUR, 0.93);

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.container().id()).isEqualTo("c2");
        assertThat(finding.message())
                .isEqualTo("The file system at /var/lib has no space left: 94208 MiB of 102400 MiB are taken;"
                        + " shop/batch-1/batch grew by 4096 MiB in 40 s, 93 % of all that grew.");
        assertThat(finding.evidence()).containsEntry("who writes there", "shop/batch-1/batch, shop/web-1/web");
        assertThat(finding.evidence().get("remedy")).contains("ephemeral-storage");
    }

    @Test
    void saysWhenInodesWillBeGone() {
        assertThat(found(BATCH, What.INODES, 7_000, 10_000, Duration.ofMinutes(35), Doing.NEIGHBOUR, 0.93)
                        .message())
                .startsWith(
                        "The file system at /var/lib would have no inodes left in 35 minutes: 7000 files of 10000 files");
    }

    @Test
    void blamesNobodyWhereItIsNotKnown() {
        Finding finding = found(Container.HOST, What.SPACE, 92 * GIB, 100 * GIB, Duration.ZERO, Doing.UNKNOWN, 0.2);
        assertThat(finding.severity()).isEqualTo(Severity.LOW);
        assertThat(finding.message()).contains("in no file of a container's own");
        assertThat(found(Container.HOST, What.SPACE, 92 * GIB, 100 * GIB, Duration.ZERO, Doing.SEVERAL, 0.4)
                        .message())
                .contains("none of them by half: shop/batch-1/batch 4096 MiB (40 %)");
    }

    private static Finding found(
            Container container, What what, long used, long size, Duration untilFull, Doing doing, double share) {
        return JUDGE.only(
                "VDT-4007",
                new SpaceShortage(
                        container,
                        "/var/lib",
                        what,
                        used,
                        size,
                        untilFull,
                        doing,
                        Duration.ofSeconds(40),
                        List.of(new ContainerGrowth(BATCH, 4 * GIB, share, 0, List.of())),
                        List.of("shop/batch-1/batch", "shop/web-1/web"),
                        Events.EPOCH_NANOS,
                        Origin.LIVE));
    }
}
