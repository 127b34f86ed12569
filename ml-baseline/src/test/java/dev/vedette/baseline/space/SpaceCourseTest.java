package dev.vedette.baseline.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.growth.HoldingLook.Holding;
import dev.vedette.baseline.space.SpaceCourse.Shortage;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Doing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpaceCourseTest {
    private static final Container SHOP = Container.pending("shop");
    private static final Container BATCH = Container.pending("batch");
    private static final long SIZE = 1_000;

    private final SpaceCourse course = new SpaceCourse();
    private final List<Shortage> told = new ArrayList<>();
    private long nanos = 12_345;
    private boolean asked;

    @Test
    void namesWhoTookMostOfWhatWasTaken() {
        look(820, 100, 100);
        look(870, 102, 145);
        look(930, 103, 200);
        look(960, 103, 230);

        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.container()).isEqualTo(BATCH);
            assertThat(shortage.doing()).isEqualTo(Doing.NEIGHBOUR);
            assertThat(shortage.untilFull()).isZero();
            assertThat(shortage.growth().getFirst().grew()).isEqualTo(100);
        });
    }

    @Test
    void foreseesItAnHourAhead() {
        for (int i = 0; i < 20; i++) {
            look(600 + 2 * i, 100, 100 + 2 * i);
        }
        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.untilFull()).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(40));
        });
    }

    @Test
    void blamesNobodyForWhatIsInNoFileOfAContainer() {
        look(820, 100, 100);
        look(950, 101, 102);
        assertThat(told).singleElement().satisfies(shortage -> {
            assertThat(shortage.doing()).isEqualTo(Doing.UNKNOWN);
            assertThat(shortage.container()).isEqualTo(Container.HOST);
        });
    }

    @Test
    void blamesNoneOfSeveral() {
        look(820, 100, 100);
        look(950, 145, 147);
        assertThat(told)
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.doing()).isEqualTo(Doing.SEVERAL));
    }

    @Test
    void isSilentOnABurstOnAHalfEmptyDiskAndAsksNobody() {
        look(300, 100, 100);
        look(500, 100, 300);
        assertThat(asked).isFalse();
        for (int i = 0; i < 30; i++) {
            look(500, 100, 300);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void tellsAnewAfterThereWasRoom() {
        for (int i = 0; i < 3; i++) {
            look(820, 100, 100);
            look(950, 100, 230);
            look(960, 100, 240);
        }
        assertThat(told).hasSize(3);
    }

    /** Ten seconds after the one before. */
    private void look(long used, long shop, long batch) {
        nanos += TimeUnit.SECONDS.toNanos(10);
        asked = course.add(nanos, used, SIZE);
        if (asked) {
            course.judge(List.of(new Holding(SHOP, shop, 0), new Holding(BATCH, batch, 0)))
                    .ifPresent(told::add);
        }
    }
}
