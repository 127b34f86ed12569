package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.Verdict;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.Fact;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.ServiceTimes;
import dev.vedette.probes.WaitCounts;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceMatrixTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
    private static final String SHOP_ID = "a".repeat(64);
    private static final String BATCH_ID = "b".repeat(64);
    private static final long SHOP = 10;
    private static final long BATCH = 20;
    private static final int QUICK = 12;
    private static final int SLOW = 30;
    private static final long MIB = 1 << 20;

    private final ContainerRegistry containers = new ContainerRegistry(100);
    private final int[] lengths = new int[WaitCounts.LENGTHS];
    private final Metrics metrics = new Metrics();
    private final Neighbours neighbours = new Neighbours();
    private final NeighbourWatch watch = new NeighbourWatch(
            List.of(ServiceMatrix.ofDisks(this::cells, this::times, containers)),
            neighbours,
            metrics,
            new EpochClock(() -> Instant.ofEpochSecond(7)));
    private long behindBatch;
    private long batchRequests;
    private long now = 12_345;

    @BeforeEach
    void learnsTheQuietNode() {
        containers.made(1, 0, "/system.slice", null, 1);
        containers.made(SHOP, 1, "/kubepods/" + SHOP_ID, null, 1);
        containers.made(BATCH, 1, "/kubepods/" + BATCH_ID, null, 1);
        look();
        for (int i = 0; i < 4; i++) {
            lengths[QUICK] += 100;
            assertThat(window()).isEmpty();
        }
    }

    @Test
    void tellsHarmWithWhatTheCulpritAskedOfTheDisk() {
        harm(SLOW);
        assertThat(window()).as("one window may be a burst").isEmpty();
        harm(SLOW);

        assertThat(window()).singleElement().isInstanceOfSatisfying(DiskContention.class, contention -> {
            assertThat(contention.container().id()).isEqualTo(SHOP_ID);
            assertThat(contention.culprit().id()).isEqualTo(BATCH_ID);
            assertThat(contention.culpritRequests()).isEqualTo(500);
            assertThat(contention.culpritBytes()).isEqualTo(500 * MIB);
            assertThat(contention.blame().usualP95().toNanos()).isEqualTo(WaitCounts.longest(QUICK));
            assertThat(contention.blame().p95().toNanos()).isEqualTo(WaitCounts.longest(SLOW));
        });
        assertThat(metrics.scrape()).containsPattern("blame_seconds_total.*culprit=\"bbbbbbbbbbbb\",resource=\"io\"");
    }

    @Test
    void isNoHarmThatADeviceServedOthersMeanwhileIfRequestsTakeNoLonger() {
        for (int i = 0; i < 3; i++) {
            harm(QUICK);
            assertThat(window()).isEmpty();
        }
        assertThat(neighbours.last().judgements().get(Resource.DISK))
                .extracting(judgement -> judgement.verdict())
                .containsOnly(Verdict.USUAL);
    }

    private void harm(int length) {
        behindBatch += 3_000 * MILLI;
        batchRequests += 500;
        lengths[length] += 100;
    }

    private List<BlameCell> cells() {
        return List.of(new BlameCell(SHOP, BATCH, behindBatch));
    }

    private List<ServiceTimes> times() {
        long served = 100 * MILLI + now / 100;
        return List.of(
                new ServiceTimes(SHOP, served, behindBatch, 7, 7, 0, new WaitCounts(lengths)),
                new ServiceTimes(
                        BATCH,
                        batchRequests * 8 * MILLI,
                        0,
                        batchRequests,
                        batchRequests * MIB,
                        0,
                        new WaitCounts(new int[WaitCounts.LENGTHS])));
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
}
