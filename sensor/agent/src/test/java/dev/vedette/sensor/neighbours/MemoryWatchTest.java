package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.OutOfMemoryKilled;
import dev.vedette.policy.model.OutOfMemoryKilled.Want;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of the memory controller have other numbers than those by which containers are told apart. */
class MemoryWatchTest {
    private static final long MIB = MemoryFiles.MIB;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String SHOP_ID = "a".repeat(64);
    private static final String BATCH_ID = "b".repeat(64);
    private static final String ELSEWHERE_ID = "c".repeat(64);
    private static final long NODE = 1;
    private static final long SHOP = 10;
    private static final long BATCH = 20;
    private static final long ELSEWHERE = 30;

    /** In the hierarchy of the memory controller. */
    private static final long POD_LIMIT = 102;

    private static final long SHOP_LIMIT = 103;

    private static final String SHOP_PATH = "/kubepods/pod1/" + SHOP_ID;
    private static final String BATCH_PATH = "/kubepods/pod1/" + BATCH_ID;
    private static final String ELSEWHERE_PATH = "/kubepods/" + ELSEWHERE_ID;

    @TempDir
    Path root;

    private MemoryFiles files;
    private final ContainerRegistry containers = new ContainerRegistry(100);
    private MemoryWatch watch;
    private long now = 12_345;

    @BeforeEach
    void twoContainersOfAPodAndOneElsewhere() throws IOException {
        files = new MemoryFiles(root);
        files.make(100, 0, "/", 0);
        files.make(101, 100, "/kubepods", 0);
        files.make(POD_LIMIT, 101, "/kubepods/pod1", 400);
        files.make(SHOP_LIMIT, POD_LIMIT, SHOP_PATH, 300);
        files.make(104, POD_LIMIT, BATCH_PATH, 0);
        files.make(105, 101, ELSEWHERE_PATH, 0);
        containers.made(SHOP, NODE, SHOP_PATH, null, 1);
        containers.made(BATCH, NODE, BATCH_PATH, null, 1);
        containers.made(ELSEWHERE, NODE, ELSEWHERE_PATH, null, 1);
        watch = new MemoryWatch(new ContainerMemory(containers, files.groups(), files.node()));
        for (int i = 0; i < 5; i++) {
            second(100 + i, 50 + 40 * i, 80 + 5 * i);
        }
    }

    @Test
    void namesTheOneThatFilledTheSharedLimit() {
        MemoryKill kill = killed(Want.OF_GROUP, POD_LIMIT);

        assertThat(kill.bound()).isEqualTo(Bound.SHARED_LIMIT);
        assertThat(kill.limitBytes()).isEqualTo(400 * MIB);
        assertThat(kill.doing()).isEqualTo(Doing.NEIGHBOUR);
        assertThat(kill.container().id()).isEqualTo(SHOP_ID);
        assertThat(kill.neighbour()).hasValueSatisfying(culprit -> {
            assertThat(culprit.container().id()).isEqualTo(BATCH_ID);
            assertThat(culprit.grew()).isEqualTo(160 * MIB);
        });
        assertThat(kill.growth())
                .extracting(growth -> growth.container().id())
                .as("who does not share the limit")
                .doesNotContain(ELSEWHERE_ID);
    }

    @Test
    void tellsAContainersOwnLimitFromOthers() {
        MemoryKill kill = killed(Want.OF_GROUP, SHOP_LIMIT);
        assertThat(kill.bound()).isEqualTo(Bound.OWN_LIMIT);
        assertThat(kill.limitBytes()).isEqualTo(300 * MIB);
        assertThat(kill.doing()).isEqualTo(Doing.ITSELF);
        assertThat(kill.heldBytes()).isEqualTo(100 * MIB);
    }

    @Test
    void takesALimitBelowAContainersGroupForItsOwn() {
        assertThat(killed(Want.OF_GROUP, 4_711).bound()).isEqualTo(Bound.OWN_LIMIT);
    }

    @Test
    void asksTheWholeNodeWhereItHadNoneLeft() {
        MemoryKill kill = killed(Want.OF_NODE, 0);
        assertThat(kill.bound()).isEqualTo(Bound.NODE);
        assertThat(kill.growth())
                .extracting(ContainerGrowth::container)
                .extracting(Container::id)
                .containsExactly(BATCH_ID, ELSEWHERE_ID, SHOP_ID);
    }

    @Test
    void stillKnowsTheLimitOfAContainerThatIsGone() throws IOException {
        containers.removed(SHOP, 9);
        files.remove(SHOP_PATH);
        MemoryKill kill = killed(Want.OF_GROUP, SHOP_LIMIT);
        assertThat(kill.bound()).isEqualTo(Bound.OWN_LIMIT);
        assertThat(kill.limitBytes()).isEqualTo(300 * MIB);
    }

    @Test
    void saysNothingOfWhatTheKernelDoesNotTell() {
        MemoryKill kill = killed(Want.UNKNOWN, 0);
        assertThat(kill.bound()).isEqualTo(Bound.UNKNOWN);
        assertThat(kill.doing()).isEqualTo(Doing.UNKNOWN);
    }

    @Test
    void walksTheTreeOnlyAfterAContainerHasCome() throws IOException {
        assertThat(files.walks()).isEqualTo(1);
        containers.made(40, NODE, "/kubepods/" + "d".repeat(64), null, 1);
        files.make(106, 101, "/kubepods/" + "d".repeat(64), 0);
        second(100, 100, 100);
        second(100, 100, 100);
        assertThat(files.walks()).isEqualTo(2);
    }

    private MemoryKill killed(Want want, long limitGroup) {
        ProcessInfo process = new ProcessInfo(
                new ProcessId(7, 70),
                "java",
                FileObject.NONE,
                List.of(),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                null,
                false);
        Container shop = containers.all().iterator().next().container();
        EventContext context = new EventContext(1, 2, process, shop, LifePhase.RUNNING, Set.of(), Origin.LIVE, 0);
        watch.see(new OutOfMemoryKilled(context, new TargetProcess(process, shop), 25_600, 7, 0, 0, want, limitGroup));
        List<Fact> told = new ArrayList<>();
        now += SECOND / 10;
        watch.look(now, told::add);
        assertThat(told).singleElement().isInstanceOf(MemoryKill.class);
        return (MemoryKill) told.getFirst();
    }

    /** What the three hold, in MiB. */
    private void second(long shop, long batch, long elsewhere) throws IOException {
        files.holds(SHOP_PATH, shop);
        files.holds(BATCH_PATH, batch);
        files.holds(ELSEWHERE_PATH, elsewhere);
        files.nodeUses(1_000 + shop + batch + elsewhere);
        now += SECOND;
        watch.look(now, _ -> {});
    }
}
