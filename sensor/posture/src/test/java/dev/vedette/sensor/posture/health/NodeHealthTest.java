package dev.vedette.sensor.posture.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.posture.NodeFixture;
import dev.vedette.sensor.posture.health.HealthItem.State;
import dev.vedette.sensor.posture.kernel.CLibrary;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHealthTest {
    private static final CLibrary LIBC = CLibrary.load();

    @TempDir
    Path folder;

    private NodeFixture node;

    @BeforeEach
    void node() {
        node = new NodeFixture(folder);
    }

    @Test
    void memoryTasksAndPressureAreMeasuredAgainstTheirLimits() {
        node.with("/proc/meminfo", "MemTotal:  1000000 kB\nMemFree: 1 kB\nMemAvailable:   40000 kB\n")
                .with("/proc/loadavg", "0.1 0.2 0.3 2/30000 999\n")
                .with("/proc/sys/kernel/pid_max", "32768\n")
                .with("/proc/sys/kernel/threads-max", "100000\n")
                .with("/proc/pressure/io", "some avg10=1 avg60=9.00 x\nfull avg10=0.00 avg60=21.50 avg300=1 total=9\n");

        List<HealthItem> items = new PressureHealth(node.root()).look();

        assertThat(items)
                .extracting(i -> i.name() + ": " + i.state())
                .containsExactly("memory: BAD", "tasks: BAD", "waiting for io: WATCH");
        assertThat(items).allSatisfy(item -> assertThat(item.advice()).isNotEmpty());
    }

    @Test
    void aTaintThatTellsOfTroubleIsBadAndOneOfModulesIsNot() {
        assertThat(taint("4097").state()).isEqualTo(State.WELL);
        assertThat(taint("4097").value()).isEqualTo("proprietary module, module from outside the tree");
        assertThat(taint("512").state()).isEqualTo(State.WATCH);
        assertThat(taint("128").state()).isEqualTo(State.BAD);
        assertThat(taint("0").value()).isEqualTo("not tainted");
        assertThat(taint("nonsense").state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void zombiesStuckTasksAndShimsWithoutContainersAreCounted() {
        ProcessHealth health = new ProcessHealth(node.root());
        node.with("/proc/10/stat", "10 (containerd-shim) S 1 x").with("/proc/11/stat", "11 (a) b) c) D 10 x");
        node.with("/proc/12/stat", "12 (containerd-shim) S 1 x").with("/proc/13/stat", "13 (dead) Z 11 x");

        assertThat(health.look())
                .extracting(i -> i.name() + ": " + i.value())
                .containsExactly(
                        "zombies: 1, most of process 11", "stuck in the kernel: none", "shims without containers: 12");
        assertThat(health.look())
                .filteredOn(i -> i.name().equals("stuck in the kernel"))
                .singleElement()
                .satisfies(i -> assertThat(i.value()).isEqualTo("a) b) c (11)"));
    }

    @Test
    void aRuntimeThatAcceptsAndNeverAnswersIsBad() throws Exception {
        Path socket = folder.resolve("hangs.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            List<HealthItem> items =
                    new RuntimeHealth(() -> List.of(RuntimeEndpoint.containerd(socket)), Duration.ofMillis(300)).look();

            assertThat(items).singleElement().satisfies(item -> {
                assertThat(item.state()).isEqualTo(State.BAD);
                assertThat(item.value()).isEqualTo("does not answer");
            });
        }
    }

    @Test
    void aProbeThatFailsLeavesTheOthersTheirSay() {
        List<HealthItem> items = new NodeHealth(List.of(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        () -> List.of(HealthItem.well("clock", "fine"))))
                .look();

        assertThat(items).extracting(HealthItem::state).containsExactly(State.UNKNOWN, State.WELL);
        assertThat(NodeHealth.worst(items)).isEqualTo(State.UNKNOWN);
    }

    /** This machine's own disk, measured by two ways. */
    @Test
    void theDiskOfThisMachineIsMeasuredAsTheJdkMeasuresIt() throws Exception {
        List<HealthItem> items = new DiskHealth(NodeRoot.own(), LIBC).look();

        FileStore store = Files.getFileStore(Path.of("/"));
        double used = 100 - 100.0 * store.getUsableSpace() / store.getTotalSpace();
        HealthItem disk = item(items, "disk /");
        assertThat(Double.parseDouble(disk.value().replaceFirst(" %.*", "")))
                .isCloseTo(used, Percentage.withPercentage(5));
        assertThat(item(items, "inodes /").value()).endsWith("% used");
    }

    @Test
    void theClockOfThisMachineIsAskedFor() {
        assertThat(new ClockHealth(LIBC).look()).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("clock");
            assertThat(item.state()).isIn(State.WELL, State.WATCH);
        });
    }

    private static HealthItem item(List<HealthItem> items, String name) {
        return items.stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
    }

    private HealthItem taint(String value) {
        node.with("/proc/sys/kernel/tainted", value);
        return new KernelHealth(node.root()).look().getFirst();
    }
}
