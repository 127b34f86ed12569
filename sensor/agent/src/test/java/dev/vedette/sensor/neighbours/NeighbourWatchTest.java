package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.Verdict;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.WaitShare;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.CpuTimes;
import dev.vedette.probes.WaitCounts;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighbourWatchTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
    private static final String SHOP_ID = "a".repeat(64);
    private static final String BATCH_ID = "b".repeat(64);
    private static final long NODE = 1;
    private static final long SHOP = 10;
    private static final long BATCH = 20;
    private static final long PART_OF_BATCH = 21;

    private final ContainerRegistry containers = new ContainerRegistry(100);
    private final Map<List<Long>, Long> blame = new HashMap<>();
    private final Map<Long, long[]> times = new HashMap<>();
    private final Neighbours neighbours = new Neighbours();
    private final Metrics metrics = new Metrics();
    private final NeighbourWatch watch = new NeighbourWatch(
            List.of(new CpuMatrix(this::cells, this::times, containers)),
            neighbours,
            metrics,
            new EpochClock(() -> Instant.ofEpochSecond(7)));
    private long now = 12_345;

    @BeforeEach
    void learnsTheQuietNode() {
        containers.made(NODE, 0, "/system.slice", null, 1);
        containers.made(SHOP, NODE, "/kubepods/" + SHOP_ID, null, 1);
        containers.made(BATCH, NODE, "/kubepods/" + BATCH_ID, null, 1);
        containers.made(
                PART_OF_BATCH,
                BATCH,
                "/kubepods/" + BATCH_ID + "/part",
                containers.of(BATCH).orElseThrow(),
                1);
        // What was there before the first look belongs to no window.
        waits(SHOP, BATCH, 900_000);
        assertThat(look()).isEmpty();
        for (int i = 0; i < 4; i++) {
            waits(SHOP, BATCH, 20);
            assertThat(window()).isEmpty();
        }
    }

    @Test
    void tellsHarmWithTheRowAndTheCulprit() {
        harm(BATCH);
        assertThat(window()).as("one window may be a burst").isEmpty();
        harm(BATCH);
        List<Fact> told = window();

        assertThat(told).singleElement().isInstanceOfSatisfying(CpuContention.class, contention -> {
            assertThat(contention.container().id()).isEqualTo(SHOP_ID);
            assertThat(contention.culprit().id()).isEqualTo(BATCH_ID);
            assertThat(contention.blame().row())
                    .extracting(WaitShare::behind)
                    .startsWith(contention.culprit().displayName());
            assertThat(contention.blame().p95().toNanos()).isEqualTo(WaitCounts.longest(40));
        });
        assertThat(verdict()).isEqualTo(Verdict.NEIGHBOUR);
        assertThat(metrics.scrape())
                .contains(
                        "vedette_blame_seconds_total{victim=\"aaaaaaaaaaaa\",culprit=\"bbbbbbbbbbbb\",resource=\"cpu\",}"
                                + " 4.0");
    }

    @Test
    void countsNestedGroupsToTheirContainerAlsoAfterTheyWereRemoved() {
        harm(PART_OF_BATCH);
        window();
        harm(PART_OF_BATCH);
        containers.removed(PART_OF_BATCH, 2);
        assertThat(window())
                .singleElement()
                .isInstanceOfSatisfying(
                        CpuContention.class,
                        contention -> assertThat(contention.culprit().id()).isEqualTo(BATCH_ID));
    }

    @Test
    void blamesNobodyForWhatAGroupDidThatNobodyKnows() {
        for (int i = 0; i < 3; i++) {
            harm(4_711);
            assertThat(window()).isEmpty();
        }
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void blamesTheNewOwnerOfANumberThatIsUsedAgain() {
        containers.removed(BATCH, 2);
        String successor = "c".repeat(64);
        containers.made(BATCH, NODE, "/kubepods/" + successor, null, 3);
        harm(BATCH);
        window();
        harm(BATCH);
        assertThat(window())
                .singleElement()
                .isInstanceOfSatisfying(
                        CpuContention.class,
                        contention -> assertThat(contention.culprit().id()).isEqualTo(successor));
    }

    @Test
    void ownQuotaIsNoNeighboursDoing() {
        for (int i = 0; i < 3; i++) {
            waits(SHOP, BlameCell.OWN_QUOTA, 3_000);
            assertThat(window()).isEmpty();
        }
        assertThat(verdict()).isEqualTo(Verdict.OWN_QUOTA);
    }

    @Test
    void figuresThatBeganAnewAreNoNegativeWaits() {
        blame.clear();
        times.clear();
        waits(SHOP, BATCH, 30);
        assertThat(window()).isEmpty();
        assertThat(judgement().row().waited()).isEqualTo(30 * MILLI);
    }

    @Test
    void judgesNothingAfterAPauseOfTheSensor() {
        harm(BATCH);
        now += 10 * WINDOW;
        assertThat(look()).isEmpty();
        assertThat(verdict()).isEqualTo(Verdict.USUAL);
    }

    private void harm(long culprit) {
        waits(SHOP, culprit, 2_000);
        times.computeIfAbsent(culprit, key -> new long[WaitCounts.LENGTHS + 2])[0] += 3_000 * MILLI;
    }

    private void waits(long victim, long culprit, long millis) {
        blame.merge(List.of(victim, culprit), millis * MILLI, Long::sum);
        long[] of = times.computeIfAbsent(victim, key -> new long[WaitCounts.LENGTHS + 2]);
        of[1] += millis * MILLI;
        of[2 + 40] += 10;
    }

    private List<BlameCell> cells() {
        return blame.entrySet().stream()
                .map(entry ->
                        new BlameCell(entry.getKey().getFirst(), entry.getKey().getLast(), entry.getValue()))
                .toList();
    }

    private List<CpuTimes> times() {
        return times.entrySet().stream()
                .map(entry -> new CpuTimes(
                        entry.getKey(), entry.getValue()[0], entry.getValue()[1], lengths(entry.getValue())))
                .toList();
    }

    private static WaitCounts lengths(long[] figures) {
        int[] lengths = new int[WaitCounts.LENGTHS];
        for (int length = 0; length < lengths.length; length++) {
            lengths[length] = (int) figures[2 + length];
        }
        return new WaitCounts(lengths);
    }

    private List<Fact> window() {
        now += WINDOW;
        return look();
    }

    private List<Fact> look() {
        List<Fact> told = new ArrayList<>();
        watch.look(now, told::add);
        return told;
    }

    private Verdict verdict() {
        return judgement().verdict();
    }

    private Judgement judgement() {
        return neighbours.last().judgements().get(Resource.CPU).stream()
                .filter(judgement -> judgement.victim().id().equals(SHOP_ID))
                .findFirst()
                .orElseThrow();
    }
}
