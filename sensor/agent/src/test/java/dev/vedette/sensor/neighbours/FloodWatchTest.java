package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Doing;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.ProcessFlood;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.SeenCgroup;
import dev.vedette.sensor.pipeline.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the controller {@code pids}, and of {@code /proc}, in folders. */
class FloodWatchTest {
    private static final String SHOP_ID = "a".repeat(64);
    private static final String BATCH_ID = "b".repeat(64);
    private static final String POD = "kubepods/pod1";
    private static final String SHOP = POD + "/" + SHOP_ID;
    private static final String BATCH = POD + "/" + BATCH_ID;

    @TempDir
    Path groups;

    @TempDir
    Path proc;

    private final ContainerRegistry containers = new ContainerRegistry(100);
    private final List<SeenCgroup> tree = List.of(
            new SeenCgroup(100, 0, "/"),
            new SeenCgroup(101, 100, "/kubepods"),
            new SeenCgroup(102, 101, "/" + POD),
            new SeenCgroup(103, 102, "/" + SHOP),
            new SeenCgroup(104, 102, "/" + BATCH));
    private final List<Fact> told = new ArrayList<>();
    private FloodWatch watch;
    private long now = 12_345;

    @BeforeEach
    void twoContainersOfAPod() throws IOException {
        for (String group : List.of("kubepods", POD, SHOP, BATCH)) {
            Files.createDirectories(groups.resolve(group));
            pids(group, 20, "max", 0);
        }
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.writeString(proc.resolve("sys/kernel/pid_max"), "32768\n");
        Files.writeString(proc.resolve("sys/kernel/threads-max"), "20000\n");
        node(500);
        containers.made(10, 1, "/" + SHOP, null, 1);
        containers.made(20, 1, "/" + BATCH, null, 1);
        watch = new FloodWatch(
                new TaskTables(
                        containers,
                        new ContainerGroups<>(
                                () -> tree, group -> groups.resolve(group.path().substring(1)), TaskGroup::at),
                        new NodeTasks(proc)),
                new EpochClock(() -> Instant.ofEpochSecond(7)));
        looks(3);
        assertThat(told).isEmpty();
    }

    @Test
    void tellsOfALimitThatIsShared() throws IOException {
        pids(POD, 199, "200", 0);
        pids(BATCH, 170, "max", 0);
        looks(4);

        ProcessFlood flood = only();
        assertThat(flood.bound()).isEqualTo(Bound.SHARED_LIMIT);
        assertThat(flood.container().id()).isEqualTo(BATCH_ID);
        assertThat(flood.tasks()).isEqualTo(199);
        assertThat(flood.limit()).isEqualTo(200);
        assertThat(flood.growth())
                .singleElement()
                .satisfies(one -> assertThat(one.grew()).isEqualTo(150));
    }

    @Test
    void tellsOfAContainersOwnLimitThatHoldsTheFlood() throws IOException {
        for (int i = 1; i <= 4; i++) {
            pids(SHOP, 60, "100", 1_000L * i);
            looks(1);
        }
        ProcessFlood flood = only();
        assertThat(flood.bound()).isEqualTo(Bound.OWN_LIMIT);
        assertThat(flood.container().id()).isEqualTo(SHOP_ID);
        assertThat(flood.refused()).as("of those since it was first looked at").isEqualTo(3_000);
    }

    @Test
    void tellsOfTheNodesLowerLimit() throws IOException {
        node(16_100);
        pids(BATCH, 15_600, "max", 0);
        looks(4);

        ProcessFlood flood = only();
        assertThat(flood.bound()).isEqualTo(Bound.NODE);
        assertThat(flood.limit()).isEqualTo(20_000);
        assertThat(flood.doing()).isEqualTo(Doing.NEIGHBOUR);
        assertThat(flood.container().id()).isEqualTo(BATCH_ID);
    }

    @Test
    void readsTheKernelsOwnLimitsWhole() {
        assertThat(NodeTasks.ofNode().limit()).isGreaterThan(NodeTasks.ofNode().tasks());
    }

    @Test
    void countsTasksByThemselvesWhereNobodyDoes() throws IOException {
        for (String group : List.of("kubepods", POD, SHOP, BATCH)) {
            for (String file : List.of("pids.current", "pids.max", "pids.events")) {
                Files.delete(groups.resolve(group).resolve(file));
            }
        }
        threads(BATCH, 100);
        looks(1);
        Files.createDirectories(groups.resolve(BATCH).resolve("nested"));
        threads(BATCH + "/nested", 15_500);
        node(16_100);
        looks(4);

        assertThat(only().container().id()).isEqualTo(BATCH_ID);
        assertThat(only().growth().getFirst().grew()).isEqualTo(15_580);
    }

    @Test
    void blamesTheNodesOwnServicesForWhatIsNoContainers() throws IOException {
        node(16_100);
        looks(4);
        assertThat(only().container()).isEqualTo(Container.HOST);
        assertThat(only().doing()).isEqualTo(Doing.NEIGHBOUR);
    }

    private ProcessFlood only() {
        assertThat(told).singleElement().isInstanceOf(ProcessFlood.class);
        return (ProcessFlood) told.getFirst();
    }

    private void pids(String group, long current, String max, long refused) throws IOException {
        Path directory = groups.resolve(group);
        Files.writeString(directory.resolve("pids.current"), current + "\n");
        Files.writeString(directory.resolve("pids.max"), max + "\n");
        Files.writeString(directory.resolve("pids.events"), "max " + refused + "\n");
    }

    private void threads(String group, int count) throws IOException {
        Files.writeString(groups.resolve(group).resolve("cgroup.threads"), "7\n".repeat(count));
    }

    private void node(long tasks) throws IOException {
        Files.writeString(proc.resolve("loadavg"), "1.49 1.51 1.54 3/" + tasks + " 14918\n");
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            now += TimeUnit.SECONDS.toNanos(2);
            watch.look(now, told::add);
        }
    }
}
