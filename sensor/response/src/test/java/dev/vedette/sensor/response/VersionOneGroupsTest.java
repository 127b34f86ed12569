package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is looked for where control groups are of version 1 alone, on a folder that has the files of a container as
 * admin-guide/cgroup-v1 describes them: a stand-in for layouts that this machine has not. A kernel that has version 1
 * alone is booted by the tests of kernels.
 */
class VersionOneGroupsTest {
    private static final String ID = "d".repeat(64);
    private static final String GROUP = "kubepods/pod7/" + ID;

    @TempDir
    Path root;

    private Path disks;

    @BeforeEach
    void mountControllers() throws IOException {
        disks = Files.createDirectories(root.resolve("devices-of-blocks"));
        Files.writeString(Files.createDirectories(disks.resolve("vda")).resolve("dev"), "254:0\n");
        file("pids", "cgroup.procs", "17\n23\n");
        file("pids", "pids.max", "99\n");
        file("cpu,cpuacct", "cgroup.procs", "17\n");
        file("cpu,cpuacct", "cpu.cfs_quota_us", "-1\n");
        file("cpu,cpuacct", "cpu.cfs_period_us", "100000\n");
        file("blkio", "blkio.throttle.read_bps_device", "");
        file("blkio", "blkio.throttle.write_bps_device", "254:0 7777\n");
        file("memory", "memory.soft_limit_in_bytes", "99999999\n");
        Files.createDirectories(root.resolve("systemd"));
    }

    private Path file(String controller, String name, String content) throws IOException {
        Path group = Files.createDirectories(root.resolve(controller).resolve(GROUP));
        return Files.writeString(group.resolve(name), content);
    }

    @Test
    void limitsAreWrittenToEachControllersGroupAndPutBack() throws Exception {
        Throttle throttle = Throttle.under(root, disks);
        LastingStep.Plan plan = throttle.plan(order("cpu", "200m", "memory", "64Mi", "io", "1Mi", "pids", "32"));

        assertThat(throttle.apply(Targets.container(ID, "shop"), plan.kept()).verified())
                .isTrue();

        assertThat(plan.words()).contains("it counts only while the node runs short of memory");
        assertThat(read("cpu,cpuacct", "cpu.cfs_quota_us")).startsWith("20000");
        assertThat(read("blkio", "blkio.throttle.read_bps_device")).isEqualTo("254:0 1048576");
        assertThat(read("blkio", "blkio.throttle.write_bps_device")).isEqualTo("254:0 1048576");
        assertThat(read("memory", "memory.soft_limit_in_bytes")).startsWith("67108864");
        assertThat(read("pids", "pids.max")).startsWith("32");
        assertThat(throttle.undo(Targets.container(ID, "shop"), plan.kept()).verified())
                .isTrue();
        assertThat(read("cpu,cpuacct", "cpu.cfs_quota_us")).startsWith("-1");
        assertThat(read("blkio", "blkio.throttle.read_bps_device")).startsWith("254:0 0");
        assertThat(read("blkio", "blkio.throttle.write_bps_device")).startsWith("254:0 7777");
        assertThat(read("pids", "pids.max")).startsWith("99");
    }

    @Test
    void aLimitThatIsAskedForAndCannotBeHadIsRefusedBeforeAnythingIsDone() throws Exception {
        Files.move(root.resolve("blkio"), root.resolve("elsewhere"));

        assertThatThrownBy(() -> Throttle.under(root, disks).plan(order("cpu", "200m", "io", "1Mi")))
                .isInstanceOf(NotOnThisNodeException.class)
                .hasMessage("io cannot be limited: this node's control groups have no such controller");
        assertThat(read("cpu,cpuacct", "cpu.cfs_quota_us")).isEqualTo("-1");
    }

    @Test
    void withoutAnyLimitNamedThoseThatCanBeHadAreTakenAndTheOthersNamed() throws Exception {
        Files.move(root.resolve("blkio"), root.resolve("elsewhere"));

        assertThat(Throttle.under(root, disks).plan(order()).words())
                .startsWith("cpu.cfs_quota_us 10000 (was -1), pids.max 64")
                .endsWith(", io cannot be limited: this node's control groups have no such controller");
    }

    @Test
    void saysThatOneContainerHasNoGroupOfAControllerThatIsThere() throws Exception {
        Files.move(root.resolve("blkio").resolve(GROUP), root.resolve("blkio/another"));

        assertThatThrownBy(() -> Throttle.under(root, disks).plan(order("io", "1Mi")))
                .isInstanceOf(NotOnThisNodeException.class)
                .hasMessage("io cannot be limited: the container has no group of that controller");
    }

    @Test
    void findsAContainersProcessesInWhicheverControllerTheyAre() throws Exception {
        file("memory", "cgroup.procs", "17\n99\n");
        Path below = Files.createDirectories(root.resolve("pids").resolve(GROUP).resolve("own"));
        Files.writeString(below.resolve("cgroup.procs"), "31\n");

        ContainerGroup groups = new ContainerGroup(root);

        assertThat(groups.processOf(ID)).hasValue(17);
        assertThat(groups.processesOf(ID)).containsExactlyInAnyOrder(17, 23, 31, 99);
        assertThat(groups.processesOf("e".repeat(64))).isEmpty();
    }

    @Test
    void aContainerIsHeldByTheFreezerAloneAndWithoutItTheAnswerIsThatNothingCanBe() throws Exception {
        assertThatThrownBy(() -> new CgroupFreezer(root).of(ID))
                .isInstanceOf(NotOnThisNodeException.class)
                .hasMessageContaining("the freezer controller is not mounted");
        Path state = file("freezer", "freezer.state", "THAWED\n");

        new CgroupFreezer(root).of(ID).freeze();

        assertThat(state).hasContent("FROZEN");
        assertThatThrownBy(() -> new CgroupFreezer(root).of("e".repeat(64)))
                .isNotInstanceOf(NotOnThisNodeException.class)
                .hasMessageContaining("has it ended?");
    }

    private String read(String controller, String name) throws IOException {
        return Files.readString(root.resolve(controller).resolve(GROUP).resolve(name))
                .strip();
    }

    private static Order order(String... options) {
        ResponseOptions read = ResponseOptions.NONE;
        for (int i = 0; i < options.length; i += 2) {
            read = read.with(options[i], options[i + 1]);
        }
        assertThat(read.written().isEmpty()).isEqualTo(options.length == 0);
        return new Order(
                "r-1",
                ResponseAction.THROTTLE,
                Targets.container(ID, "shop"),
                null,
                read,
                null,
                "ann",
                false,
                Asked.NOTHING);
    }
}
