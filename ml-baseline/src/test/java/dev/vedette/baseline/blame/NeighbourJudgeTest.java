package dev.vedette.baseline.blame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighbourJudgeTest {
    private static final long MILLI = 1_000_000;
    private static final Container SHOP = Container.pending("shop");
    private static final Container BATCH = Container.pending("batch");
    private static final Container OTHER = Container.pending("other");

    private final NeighbourJudge judge = new NeighbourJudge(Resource.CPU);

    @BeforeEach
    void learnsTheQuietNode() {
        for (int i = 0; i < 10; i++) {
            assertThat(window(NeighbourJudgeTest::quiet)).isNotEqualTo(Verdict.NEIGHBOUR);
        }
    }

    private static void quiet(BlameWindow window) {
        waits(window, SHOP, BATCH, 20);
        uses(window, SHOP, 500);
        uses(window, BATCH, 300);
    }

    @Test
    void namesTheCulpritWhenHarmLastsTwoWindows() {
        Consumer<BlameWindow> harm = window -> {
            waits(window, SHOP, BATCH, 2_000);
            waits(window, SHOP, OTHER, 100);
            uses(window, BATCH, 3_000);
        };

        assertThat(window(harm)).as("one window may be a burst").isEqualTo(Verdict.BRIEF);
        Judgement judgement = judged(harm);
        assertThat(judgement.verdict()).isEqualTo(Verdict.NEIGHBOUR);
        assertThat(judgement.blamed()).hasValueSatisfying(blamed -> {
            assertThat(blamed.culprit()).isEqualTo(BATCH);
            assertThat(blamed.share()).isBetween(0.9, 1.0);
        });
        assertThat(judgement.usual()).isEqualTo(20 * MILLI);
    }

    @Test
    void harmInTwoOfThreeWindowsIsEnough() {
        assertThat(window(NeighbourJudgeTest::harm)).isEqualTo(Verdict.BRIEF);
        assertThat(window(NeighbourJudgeTest::quiet)).isEqualTo(Verdict.USUAL);
        assertThat(window(NeighbourJudgeTest::harm)).isEqualTo(Verdict.NEIGHBOUR);
    }

    @Test
    void burstsFarApartAreNoHarm() {
        for (int i = 0; i < 5; i++) {
            assertThat(window(NeighbourJudgeTest::harm)).isEqualTo(Verdict.BRIEF);
            window(NeighbourJudgeTest::quiet);
            window(NeighbourJudgeTest::quiet);
        }
    }

    @Test
    void harmThatGoesOnIsSaidAsLongAsItGoesOn() {
        window(NeighbourJudgeTest::harm);
        for (int i = 0; i < 200; i++) {
            assertThat(window(NeighbourJudgeTest::harm)).as("window %s", i).isEqualTo(Verdict.NEIGHBOUR);
        }
        assertThat(window(NeighbourJudgeTest::quiet)).isEqualTo(Verdict.USUAL);
    }

    @Test
    void theNodesOwnServicesCanBeTheCulprit() {
        Judgement judgement = twice(window -> {
            waits(window, SHOP, Container.HOST, 2_000);
            uses(window, Container.HOST, 2_500);
        });
        assertThat(judgement.blamed())
                .hasValueSatisfying(
                        blamed -> assertThat(blamed.culprit().onHost()).isTrue());
    }

    @Test
    void aNeighbourThatWasJustStartedIsACulprit() {
        assertThat(twice(window -> {
                            waits(window, SHOP, OTHER, 900);
                            uses(window, OTHER, 900);
                        })
                        .blamed())
                .hasValueSatisfying(blamed -> assertThat(blamed.culprit()).isEqualTo(OTHER));
    }

    @Test
    void measuresGrowthOfMemoryInBytes() {
        assertThat(harmedWhileItGrewBy(99L << 20)).isEqualTo(Verdict.UNKNOWN);
        assertThat(harmedWhileItGrewBy(101L << 20)).isEqualTo(Verdict.NEIGHBOUR);
    }

    private static Verdict harmedWhileItGrewBy(long bytes) {
        NeighbourJudge memory = new NeighbourJudge(Resource.MEMORY);
        List<Judgement> last = List.of();
        for (int i = 0; i < 6; i++) {
            BlameWindow window = new BlameWindow(NeighbourJudge.WINDOW);
            window.present(SHOP);
            if (i >= 4) {
                waits(window, SHOP, OTHER, 900);
                window.used(OTHER, bytes);
            }
            last = memory.judge(window);
        }
        return last.getFirst().verdict();
    }

    @Test
    void packetsAreHeldUpByClearlyLongerWaitsOfAMillisecondAtLeast() {
        assertThat(harmedByPackets(0.01, 0.9)).isEqualTo(Verdict.USUAL);
        assertThat(harmedByPackets(0.01, 1.1)).isEqualTo(Verdict.NEIGHBOUR);
        assertThat(harmedByPackets(4, 5)).isEqualTo(Verdict.USUAL);
        assertThat(harmedByPackets(4, 7)).isEqualTo(Verdict.NEIGHBOUR);
    }

    /** @param usual how long single packets wait, milliseconds */
    private static Verdict harmedByPackets(double usual, double harmed) {
        NeighbourJudge network = new NeighbourJudge(Resource.NETWORK);
        List<Judgement> last = List.of();
        for (int i = 0; i < 6; i++) {
            boolean harm = i >= 4;
            BlameWindow window = new BlameWindow(NeighbourJudge.WINDOW);
            WaitLengths lengths = new WaitLengths(new long[] {Math.round((harm ? harmed : usual) * MILLI)});
            lengths.add(0, 1_000);
            window.waited(SHOP, OTHER, (harm ? 900 : 20) * MILLI);
            window.waitedInAll(SHOP, (harm ? 900 : 20) * MILLI, lengths);
            if (harm) {
                uses(window, OTHER, 900);
            }
            last = network.judge(window);
        }
        return last.getFirst().verdict();
    }

    @Test
    void whoWasThereAndNeverWaitedIsHarmedByItsFirstWaits() {
        NeighbourJudge memory = new NeighbourJudge(Resource.MEMORY);
        List<Judgement> last = List.of();
        for (int i = 0; i < 6; i++) {
            BlameWindow window = new BlameWindow(NeighbourJudge.WINDOW);
            window.present(SHOP);
            if (i >= 4) {
                waits(window, SHOP, OTHER, 900);
                uses(window, OTHER, 900);
            }
            last = memory.judge(window);
            assertThat(last).hasSize(i < 4 ? 0 : 1);
        }
        assertThat(last.getFirst().verdict()).isEqualTo(Verdict.NEIGHBOUR);
    }

    @Test
    void waitingBehindItselfIsSelfInflicted() {
        assertThat(twice(window -> {
                            waits(window, SHOP, SHOP, 6_000);
                            waits(window, SHOP, BATCH, 2_000);
                            uses(window, BATCH, 3_000);
                        })
                        .verdict())
                .isEqualTo(Verdict.SELF_INFLICTED);
    }

    @Test
    void theVictimsOwnGrowthBesideASteadyNeighbourIsSelfInflicted() {
        assertThat(twice(window -> {
                            waits(window, SHOP, BATCH, 2_000);
                            uses(window, SHOP, 2_000);
                            uses(window, BATCH, 300);
                        })
                        .verdict())
                .isEqualTo(Verdict.SELF_INFLICTED);
    }

    @Test
    void whatIsSelfInflictedBecomesUsual() {
        Consumer<BlameWindow> load = window -> waits(window, SHOP, SHOP, 2_000);
        for (int i = 0; i < 12; i++) {
            window(load);
        }
        assertThat(window(load)).isEqualTo(Verdict.USUAL);
    }

    @Test
    void theOwnQuotaIsNobodyElses() {
        assertThat(twice(window -> {
                            window.throttled(SHOP, 3_000 * MILLI);
                            waits(window, SHOP, BATCH, 500);
                            uses(window, BATCH, 3_000);
                        })
                        .verdict())
                .isEqualTo(Verdict.OWN_QUOTA);
    }

    @Test
    void equalSharesMeanThatTheNodeIsFull() {
        assertThat(twice(window -> {
                            for (String name : List.of("one", "two", "three")) {
                                waits(window, SHOP, Container.pending(name), 900);
                                uses(window, Container.pending(name), 900);
                            }
                        })
                        .verdict())
                .isEqualTo(Verdict.NODE_FULL);
    }

    @Test
    void aWaitBehindNobodyKnownHasNoCulprit() {
        assertThat(twice(window -> {
                            window.waitedInAll(SHOP, 3_000 * MILLI, new WaitLengths(new long[] {MILLI}));
                            waits(window, SHOP, BATCH, 900);
                            uses(window, BATCH, 3_000);
                        })
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void noOneIsACulpritWhoDoesWhatHeAlwaysDoes() {
        assertThat(twice(window -> {
                            waits(window, SHOP, BATCH, 2_000);
                            uses(window, SHOP, 500);
                            uses(window, BATCH, 310);
                        })
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void callsNothingUnusualOfAVictimItHasJustMet() {
        Container newcomer = Container.pending("newcomer");
        assertThat(twice(window -> {
                            waits(window, newcomer, BATCH, 2_000);
                            uses(window, BATCH, 3_000);
                        })
                        .verdict())
                .isEqualTo(Verdict.LEARNING);
    }

    @Test
    void oneBusyStartDoesNotHideLaterHarm() {
        Container started = Container.pending("started");
        window(window -> waits(window, started, BATCH, 900));
        for (int i = 0; i < 4; i++) {
            window(window -> waits(window, started, BATCH, 40));
        }
        assertThat(twice(window -> {
                            waits(window, started, OTHER, 350);
                            uses(window, OTHER, 400);
                        })
                        .verdict())
                .isEqualTo(Verdict.NEIGHBOUR);
    }

    @Test
    void waitsThatAlwaysVaryAreUsual() {
        Container restless = Container.pending("restless");
        for (int i = 0; i < 20; i++) {
            int millis = 200 + 90 * (i % 5);
            window(window -> waits(window, restless, BATCH, millis));
        }
        assertThat(twice(window -> {
                            waits(window, restless, BATCH, 650);
                            uses(window, BATCH, 3_000);
                        })
                        .verdict())
                .isEqualTo(Verdict.USUAL);
    }

    @Test
    void smallWaitsHarmNobody() {
        assertThat(twice(window -> {
                            waits(window, SHOP, BATCH, 150);
                            uses(window, BATCH, 3_000);
                        })
                        .verdict())
                .isEqualTo(Verdict.USUAL);
    }

    @Test
    void aVictimThatEndsInAnEpisodeLeavesNothingToItsSuccessor() {
        twice(NeighbourJudgeTest::harm);
        Container successor = Container.pending("shop-2");
        assertThat(window(window -> {
                    waits(window, successor, BATCH, 2_000);
                    uses(window, BATCH, 3_000);
                }))
                .isEqualTo(Verdict.LEARNING);
    }

    @Test
    void aCulpritThatEndsInAnEpisodeEndsTheHarm() {
        twice(NeighbourJudgeTest::harm);
        assertThat(window(window -> waits(window, SHOP, OTHER, 10))).isEqualTo(Verdict.USUAL);
    }

    @Test
    void oneNameThatBecomesKnownIsNoOtherContainer() {
        Container named = new Container(
                "batch", "main", "", "", "", Container.Pod.NONE, java.util.Set.of(), 0, Container.Identity.KNOWN);
        assertThat(twice(window -> {
                            waits(window, SHOP, BATCH, 300);
                            waits(window, SHOP, named, 300);
                            uses(window, named, 3_000);
                        })
                        .blamed())
                .hasValueSatisfying(blamed -> assertThat(blamed.share()).isEqualTo(1.0));
    }

    @Test
    void whoDidNotWaitIsNotToldOf() {
        assertThat(judgements(window -> waits(window, SHOP, BATCH, 0))).isEmpty();
    }

    @Test
    void aWindowThatEndsLateIsJudgedByItsLength() {
        BlameWindow late = new BlameWindow(NeighbourJudge.WINDOW.multipliedBy(3));
        waits(late, SHOP, BATCH, 450);
        uses(late, BATCH, 9_000);
        Judgement judgement = judge.judge(late).getFirst();
        assertThat(judgement.row().waited()).isEqualTo(150 * MILLI);
        assertThat(judgement.verdict()).isEqualTo(Verdict.USUAL);
    }

    @Test
    void aThousandContainersAreJudgedEachByItself() {
        Consumer<BlameWindow> all = window -> {
            for (int i = 0; i < 1_000; i++) {
                waits(window, Container.pending("c" + i), Container.pending("c" + (i + 1)), 20);
            }
        };
        for (int i = 0; i < 5; i++) {
            window(all);
        }
        Consumer<BlameWindow> harm = window -> {
            all.accept(window);
            waits(window, Container.pending("c7"), Container.pending("c900"), 1_000);
            uses(window, Container.pending("c900"), 1_000);
        };
        judgements(harm);
        assertThat(judgements(harm).stream()
                        .filter(one -> one.verdict() == Verdict.NEIGHBOUR)
                        .map(one -> one.victim().id()))
                .containsExactly("c7");
    }

    private static void harm(BlameWindow window) {
        waits(window, SHOP, BATCH, 2_000);
        uses(window, SHOP, 500);
        uses(window, BATCH, 3_000);
    }

    private List<Judgement> judgements(Consumer<BlameWindow> measured) {
        BlameWindow window = new BlameWindow(NeighbourJudge.WINDOW);
        measured.accept(window);
        return judge.judge(window);
    }

    /** Of the first victim that the window tells of. */
    private Judgement judged(Consumer<BlameWindow> measured) {
        return judgements(measured).getFirst();
    }

    private Verdict window(Consumer<BlameWindow> measured) {
        return judged(measured).verdict();
    }

    private Judgement twice(Consumer<BlameWindow> measured) {
        window(measured);
        return judged(measured);
    }

    private static void waits(BlameWindow window, Container victim, Container culprit, long millis) {
        window.waited(victim, culprit, millis * MILLI);
    }

    private static void uses(BlameWindow window, Container container, long millis) {
        window.used(container, millis * MILLI);
    }
}
