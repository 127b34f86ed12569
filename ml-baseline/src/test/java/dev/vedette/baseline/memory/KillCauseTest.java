package dev.vedette.baseline.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.growth.GrowthHistory;
import dev.vedette.baseline.growth.HoldingLook;
import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KillCauseTest {
    private static final long MIB = 1L << 20;
    private static final Container VICTIM = Container.pending("checkout");
    private static final Container HOG = Container.pending("batch-7");
    private static final Container QUIET = Container.pending("web");

    private final GrowthHistory history = new GrowthHistory(KillCause.HISTORY);
    private long second;

    @Test
    void namesTheOneThatGrewByMostOfWhatWasTaken() {
        for (int i = 0; i <= 8; i++) {
            look(4_000 + 120 * i, holds(VICTIM, 300 + 5 * i), holds(HOG, 100 + 112 * i), holds(QUIET, 200 - i));
        }

        KillCause cause = cause(Bound.NODE);

        assertThat(cause.doing()).isEqualTo(Doing.NEIGHBOUR);
        assertThat(cause.history()).isEqualTo(Duration.ofSeconds(8));
        ContainerGrowth most = cause.growth().getFirst();
        assertThat(most.container()).isEqualTo(HOG);
        assertThat(most.grew()).isEqualTo(896 * MIB);
        assertThat(most.share()).isBetween(0.9, 0.95);
        assertThat(most.held()).hasSize(9).startsWith(100 * MIB).endsWith(996 * MIB);
        assertThat(cause.growth()).extracting(ContainerGrowth::container).doesNotContain(QUIET);
    }

    @Test
    void forgetsWhatCameMoreThanEightSecondsBefore() {
        look(4_000, holds(VICTIM, 300), holds(HOG, 100));
        for (int i = 0; i < 9; i++) {
            look(5_000, holds(VICTIM, 300), holds(HOG, 1_100));
        }
        assertThat(cause(Bound.NODE).doing()).isEqualTo(Doing.UNKNOWN);
    }

    @Test
    void countsWhoBeganMeanwhileAndWhoEndedMeanwhile() {
        look(4_000, holds(VICTIM, 300));
        look(4_600, holds(VICTIM, 300), holds(HOG, 600));
        look(4_000, holds(VICTIM, 300));

        ContainerGrowth most = cause(Bound.NODE).growth().getFirst();

        assertThat(most.container()).isEqualTo(HOG);
        assertThat(most.grew()).isEqualTo(600 * MIB);
    }

    @Test
    void blamesTheVictimForItsOwnGrowthEvenIfNoLookSawIt() {
        look(4_000, holds(VICTIM, 100), holds(HOG, 100));
        look(4_020, holds(VICTIM, 100), holds(HOG, 120));

        assertThat(KillCause.of(history, VICTIM, 900 * MIB, Bound.NODE, _ -> true)
                        .doing())
                .isEqualTo(Doing.ITSELF);
    }

    @Test
    void blamesTheNodesOwnServicesForWhatIsNoContainers() {
        look(4_000, holds(VICTIM, 300));
        look(4_700, holds(VICTIM, 300));

        KillCause cause = cause(Bound.NODE);

        assertThat(cause.doing()).isEqualTo(Doing.NEIGHBOUR);
        assertThat(cause.growth().getFirst().container()).isEqualTo(Container.HOST);
    }

    @Test
    void blamesNobodyWhereSeveralGrowAlike() {
        look(4_000, holds(VICTIM, 300), holds(HOG, 100), holds(QUIET, 100));
        look(4_300, holds(VICTIM, 400), holds(HOG, 200), holds(QUIET, 200));
        assertThat(cause(Bound.NODE).doing()).isEqualTo(Doing.SEVERAL);
    }

    @Test
    void blamesTheVictimAloneForItsOwnLimit() {
        look(4_000, holds(VICTIM, 100), holds(HOG, 100));
        look(4_900, holds(VICTIM, 120), holds(HOG, 900));

        KillCause cause = cause(Bound.OWN_LIMIT);

        assertThat(cause.doing()).isEqualTo(Doing.ITSELF);
        assertThat(cause.growth()).extracting(ContainerGrowth::container).containsExactly(VICTIM);
    }

    @Test
    void asksOnlyThoseThatShareALimit() {
        look(4_000, holds(VICTIM, 100), holds(HOG, 100), holds(QUIET, 100));
        look(6_000, holds(VICTIM, 110), holds(HOG, 1_500), holds(QUIET, 200));

        KillCause cause =
                KillCause.of(history, VICTIM, 0, Bound.SHARED_LIMIT, one -> one.equals(VICTIM) || one.equals(QUIET));

        assertThat(cause.doing()).isEqualTo(Doing.NEIGHBOUR);
        assertThat(cause.growth().getFirst().container()).isEqualTo(QUIET);
    }

    @Test
    void saysNothingWhereItIsNotKnownWhatWasFullOrNothingWasSeen() {
        assertThat(cause(Bound.NODE).doing()).isEqualTo(Doing.UNKNOWN);
        look(4_000, holds(HOG, 100));
        look(4_800, holds(HOG, 900));
        assertThat(cause(Bound.UNKNOWN).doing()).isEqualTo(Doing.UNKNOWN);
        assertThat(cause(Bound.UNKNOWN).growth()).hasSize(1);
    }

    private KillCause cause(Bound bound) {
        return KillCause.of(history, VICTIM, 0, bound, _ -> true);
    }

    private void look(long nodeMib, HoldingLook.Holding... holdings) {
        history.add(new HoldingLook(TimeUnit.SECONDS.toNanos(second++), nodeMib * MIB, List.of(holdings)));
    }

    private static HoldingLook.Holding holds(Container container, long mib) {
        return new HoldingLook.Holding(container, mib * MIB, 0);
    }
}
