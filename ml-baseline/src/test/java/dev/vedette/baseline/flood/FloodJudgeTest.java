package dev.vedette.baseline.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.growth.HoldingLook;
import dev.vedette.baseline.growth.HoldingLook.Holding;
import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Doing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FloodJudgeTest {
    private static final Container SHOP = Container.pending("shop");
    private static final Container BATCH = Container.pending("batch");
    private static final long LIMIT = 100;
    private static final long NODE_LIMIT = 10_000;

    private final FloodJudge judge = new FloodJudge();
    private final List<Flood> told = new ArrayList<>();
    private long nanos = 12_345;

    @Test
    void tellsOnceOfOneThatFillsItsOwnLimitAndStaysThere() {
        own(10, 0);
        for (int i = 1; i < 20; i++) {
            own(100, 500L * i);
        }
        assertThat(told).singleElement().satisfies(flood -> {
            assertThat(flood.container()).isEqualTo(SHOP);
            assertThat(flood.doing()).isEqualTo(Doing.ITSELF);
            assertThat(flood.refused()).isEqualTo(1_500);
            assertThat(flood.growth().getFirst().grew()).isEqualTo(90);
        });
    }

    @Test
    void tellsAnewAfterThereWasRoomForAWhile() {
        for (int i = 0; i < 40; i++) {
            own(i % 20 < 4 ? 100 : 10, 0);
        }
        assertThat(told).as("the first was full before it was looked at").hasSize(1);
        own(100, 0);
        own(100, 0);
        own(100, 0);
        assertThat(told).hasSize(2);
    }

    @Test
    void isSilentOnABuildThatFillsItsLimitForAMoment() {
        for (int i = 0; i < 30; i++) {
            own(i % 5 < 2 ? 100 : 10, 10L * (i / 5));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void isSilentOnATightLimitThatHolds() {
        for (int i = 0; i < 30; i++) {
            own(95 + i % 3, 0);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void doesNotTakeForNewWhatWasRefusedBeforeItLooked() {
        for (int i = 0; i < 30; i++) {
            own(40, 7_000);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void namesWhoGrewBelowALimitThatIsShared() {
        shared(20, 20);
        for (int i = 0; i < 5; i++) {
            shared(22, 75);
        }
        assertThat(told).singleElement().satisfies(flood -> {
            assertThat(flood.doing()).isEqualTo(Doing.NEIGHBOUR);
            assertThat(flood.container()).isEqualTo(BATCH);
        });
    }

    @Test
    void blamesNobodyWhereSeveralGrewAlikeOrNobodyDid() {
        look(List.of(holds(SHOP, 10), holds(BATCH, 10), holds(Container.pending("third"), 10)), 30);
        for (int i = 0; i < 5; i++) {
            look(List.of(holds(SHOP, 42), holds(BATCH, 40), holds(Container.pending("third"), 41)), 9_000);
        }
        assertThat(told).singleElement().satisfies(flood -> {
            assertThat(flood.doing()).isEqualTo(Doing.NEIGHBOUR);
            assertThat(flood.container()).as("what is no container's").isEqualTo(Container.HOST);
        });
    }

    @Test
    void foreseesThatTheNodeFillsUp() {
        for (int i = 0; i < 6; i++) {
            look(List.of(holds(SHOP, 10), holds(BATCH, 2_500 + 400L * i)), 3_000 + 400L * i);
        }
        assertThat(told).singleElement().satisfies(flood -> {
            assertThat(flood.table().tasks()).isLessThan(NODE_LIMIT / 2);
            assertThat(flood.container()).isEqualTo(BATCH);
        });
    }

    @Test
    void isSilentOnANodeThatGrowsToAnEvenLevel() {
        for (int i = 0; i < 20; i++) {
            look(List.of(holds(BATCH, Math.min(4_000, 3_000 + 1_000L * i))), 100 + Math.min(4_000, 3_000 + 1_000L * i));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void saysThatANodeIsFullThoughNobodyKnowsByWhom() {
        for (int i = 0; i < 5; i++) {
            look(List.of(holds(BATCH, 40)), 8_100);
        }
        assertThat(told)
                .singleElement()
                .satisfies(flood -> assertThat(flood.doing()).isEqualTo(Doing.UNKNOWN));
    }

    private void own(long tasks, long refused) {
        add(
                List.of(holds(SHOP, tasks)),
                new TaskTable(Bound.OWN_LIMIT, SHOP, 7, tasks, LIMIT, refused, one -> one.equals(SHOP)));
    }

    private void shared(long shop, long batch) {
        add(
                List.of(holds(SHOP, shop), holds(BATCH, batch), holds(Container.pending("elsewhere"), 10 * batch)),
                new TaskTable(
                        Bound.SHARED_LIMIT,
                        Container.HOST,
                        7,
                        shop + batch,
                        LIMIT,
                        0,
                        one -> one.equals(SHOP) || one.equals(BATCH)));
    }

    private void look(List<Holding> holdings, long nodeTasks) {
        add(holdings, new TaskTable(Bound.NODE, Container.HOST, 0, nodeTasks, NODE_LIMIT, 0, _ -> true));
    }

    private void add(List<Holding> holdings, TaskTable table) {
        nanos += TimeUnit.SECONDS.toNanos(2);
        told.addAll(judge.judge(
                new HoldingLook(nanos, table.bound() == Bound.NODE ? table.tasks() : 0, holdings), List.of(table)));
    }

    private static Holding holds(Container container, long tasks) {
        return new Holding(container, tasks, 0);
    }
}
