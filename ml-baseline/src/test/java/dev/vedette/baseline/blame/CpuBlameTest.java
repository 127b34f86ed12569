package dev.vedette.baseline.blame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.CpuContention;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpuBlameTest {
    private static final long MILLI = 1_000_000;
    private static final Container SHOP = Container.pending("shop");
    private static final Container BATCH = Container.pending("batch");
    private static final Container OTHER = Container.pending("other");

    private final CpuBlame blame = new CpuBlame();

    @BeforeEach
    void learnsTheQuietNode() {
        for (int i = 0; i < 10; i++) {
            assertThat(blame.window(List.of(wait(SHOP, BATCH, 20)), i)).isEmpty();
        }
    }

    @Test
    void namesVictimAndCulpritWhenHarmLastsTwoWindows() {
        assertThat(blame.window(List.of(wait(SHOP, BATCH, 2_000), wait(SHOP, OTHER, 100)), 1))
                .as("one window may be a burst")
                .isEmpty();
        List<CpuContention> found = blame.window(List.of(wait(SHOP, BATCH, 2_000), wait(SHOP, OTHER, 100)), 2);
        assertThat(found).singleElement().satisfies(contention -> {
            assertThat(contention.container()).isEqualTo(SHOP);
            assertThat(contention.culprit()).isEqualTo(BATCH);
            assertThat(contention.culpritShare()).isGreaterThan(0.9);
        });
    }

    @Test
    void aHostServiceCanBeTheCulprit() {
        assertThat(twoWindows(wait(SHOP, Container.HOST, 2_000)))
                .singleElement()
                .satisfies(
                        contention -> assertThat(contention.culprit().onHost()).isTrue());
    }

    @Test
    void staysSilentWhenTheVictimWaitsBehindItself() {
        assertThat(twoWindows(wait(SHOP, SHOP, 6_000), wait(SHOP, BATCH, 2_000)))
                .isEmpty();
    }

    @Test
    void staysSilentWhenTheNodeIsEvenlyFull() {
        Container third = Container.pending("third");
        assertThat(twoWindows(wait(SHOP, BATCH, 900), wait(SHOP, OTHER, 900), wait(SHOP, third, 900)))
                .isEmpty();
    }

    @Test
    void callsNothingUnusualOfAVictimItHasJustMet() {
        Container newcomer = Container.pending("newcomer");
        assertThat(twoWindows(wait(newcomer, BATCH, 2_000))).isEmpty();
    }

    @Test
    void oneBusyStartDoesNotHideLaterHarm() {
        Container started = Container.pending("started");
        blame.window(List.of(wait(started, BATCH, 900)), 0);
        for (int i = 0; i < 4; i++) {
            blame.window(List.of(wait(started, BATCH, 40)), i);
        }
        assertThat(twoWindows(wait(started, OTHER, 350))).hasSize(1);
    }

    @Test
    void staysSilentOnAVictimWhoseWaitsAlwaysVary() {
        Container restless = Container.pending("restless");
        for (int i = 0; i < 20; i++) {
            blame.window(List.of(wait(restless, BATCH, 200 + 90 * (i % 5))), i);
        }
        assertThat(twoWindows(wait(restless, BATCH, 650))).isEmpty();
    }

    @Test
    void staysSilentOnSmallWaits() {
        assertThat(twoWindows(wait(SHOP, BATCH, 150))).isEmpty();
    }

    private List<CpuContention> twoWindows(CpuWait... waits) {
        List<CpuContention> found = new ArrayList<>(blame.window(List.of(waits), 1));
        found.addAll(blame.window(List.of(waits), 2));
        return found;
    }

    private static CpuWait wait(Container victim, Container culprit, long millis) {
        return new CpuWait(victim, culprit, millis * MILLI);
    }
}
