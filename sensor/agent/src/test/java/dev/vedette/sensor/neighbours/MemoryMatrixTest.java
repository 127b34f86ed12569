package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.Verdict;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.probes.MemoryWait;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryMatrixTest {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
    private static final String SHOP_ID = "a".repeat(64);
    private static final String BATCH_ID = "b".repeat(64);
    private static final String ELSEWHERE_ID = "c".repeat(64);
    private static final String SHOP_PATH = "/pod1/" + SHOP_ID;
    private static final String BATCH_PATH = "/pod1/" + BATCH_ID;
    private static final String ELSEWHERE_PATH = "/" + ELSEWHERE_ID;
    private static final long SHOP = 10;
    private static final long POD_LIMIT = 101;
    private static final long SHOP_LIMIT = 102;

    @TempDir
    Path root;

    private final ContainerRegistry containers = new ContainerRegistry(100);
    private final Map<List<Long>, Long> waits = new HashMap<>();
    private final Neighbours neighbours = new Neighbours();
    private final Metrics metrics = new Metrics();
    private MemoryFiles files;
    private ContainerMemory memory;
    private NeighbourWatch watch;
    private long now = 12_345;
    private long batch = 100;
    private long elsewhere = 100;

    @BeforeEach
    void learnsTheQuietNode() throws IOException {
        files = new MemoryFiles(root);
        files.make(100, 0, "/", 0);
        files.make(POD_LIMIT, 100, "/pod1", 1_000);
        files.make(SHOP_LIMIT, POD_LIMIT, SHOP_PATH, 300);
        files.make(103, POD_LIMIT, BATCH_PATH, 0);
        files.make(104, 100, ELSEWHERE_PATH, 0);
        containers.made(SHOP, 1, SHOP_PATH, null, 1);
        containers.made(20, 1, BATCH_PATH, null, 1);
        containers.made(30, 1, ELSEWHERE_PATH, null, 1);
        memory = new ContainerMemory(containers, files.groups(), files.node());
        memory.meet();
        watch = new NeighbourWatch(
                List.of(new MemoryMatrix(this::waits, memory, containers)),
                neighbours,
                metrics,
                new EpochClock(() -> Instant.ofEpochSecond(7)));
        for (int i = 0; i < 5; i++) {
            assertThat(window()).isEmpty();
        }
    }

    @Test
    void blamesWhoGrewBelowTheLimitThatIsShared() throws IOException {
        for (int i = 0; i < 2; i++) {
            batch += 300;
            elsewhere += 2_000;
            waits(POD_LIMIT, 2_000);
            assertThat(window()).hasSize(i);
        }
        batch += 300;
        waits(POD_LIMIT, 2_000);

        assertThat(window()).singleElement().isInstanceOfSatisfying(MemoryContention.class, seen -> {
            assertThat(seen.container().id()).isEqualTo(SHOP_ID);
            assertThat(seen.culprit().id()).isEqualTo(BATCH_ID);
            assertThat(seen.culpritGrewBytes()).isGreaterThanOrEqualTo(600 * MemoryFiles.MIB);
            assertThat(seen.culpritLimitBytes()).isZero();
        });
        assertThat(metrics.scrape()).contains("victim=\"aaaaaaaaaaaa\",culprit=\"bbbbbbbbbbbb\",resource=\"memory\",}");
    }

    @Test
    void blamesWhoGrewAnywhereForWantOfTheNode() throws IOException {
        List<Fact> told = List.of();
        for (int i = 0; i < 2; i++) {
            elsewhere += 2_000;
            waits(MemoryWait.OF_NODE, 2_000);
            told = window();
        }
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        MemoryContention.class,
                        seen -> assertThat(seen.culprit().id()).isEqualTo(ELSEWHERE_ID));
    }

    @Test
    void saysOwnQuotaOfAContainersOwnLimit() throws IOException {
        for (int i = 0; i < 3; i++) {
            batch += 300;
            waits(SHOP_LIMIT, 2_000);
            assertThat(window()).isEmpty();
        }
        assertThat(verdict()).isEqualTo(Verdict.OWN_QUOTA);
    }

    @Test
    void blamesNobodyWhereNobodyGrewOrItIsNotKnownWhoseLimitItWas() throws IOException {
        for (long limit : List.of(MemoryWait.OF_NODE, MemoryWait.OF_SOME_GROUP)) {
            for (int i = 0; i < 2; i++) {
                batch += limit == MemoryWait.OF_NODE ? 0 : 300;
                waits(limit, 2_000);
                assertThat(window()).isEmpty();
            }
            assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    private Verdict verdict() {
        return neighbours.last().judgements().get(Resource.MEMORY).stream()
                .filter(judgement -> judgement.victim().id().equals(SHOP_ID))
                .map(Judgement::verdict)
                .findFirst()
                .orElseThrow();
    }

    private void waits(long limit, long millis) {
        waits.merge(List.of(SHOP, limit), TimeUnit.MILLISECONDS.toNanos(millis), Long::sum);
    }

    private List<MemoryWait> waits() {
        return waits.entrySet().stream()
                .map(entry ->
                        new MemoryWait(entry.getKey().getFirst(), entry.getKey().getLast(), entry.getValue()))
                .toList();
    }

    private List<Fact> window() throws IOException {
        files.holds(SHOP_PATH, 200);
        files.holds(BATCH_PATH, batch);
        files.holds(ELSEWHERE_PATH, elsewhere);
        files.nodeUses(1_000 + 200 + batch + elsewhere);
        now += WINDOW;
        memory.look(now);
        List<Fact> told = new ArrayList<>();
        watch.look(now, told::add);
        return told;
    }
}
