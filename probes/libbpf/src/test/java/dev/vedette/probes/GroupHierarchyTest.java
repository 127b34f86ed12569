package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hierarchy is chosen, by what a node's {@code /proc} shows. */
class GroupHierarchyTest {
    private static final String V2 = "41 31 0:38 / %s rw,relatime - cgroup2 cgroup2 rw";
    private static final String V1 = "39 31 0:36 / /sys/fs/cgroup/%s rw,relatime shared:9 - cgroup cgroup rw,xattr,%<s";
    private static final String CONTAINER = "ab".repeat(32);

    @TempDir
    Path proc;

    @Test
    void isVersionTwoAloneAndBesideTheControllers() throws IOException {
        mounts(V2.formatted("/sys/fs/cgroup"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);
        mounts(V1.formatted("memory"), V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);
    }

    @Test
    void isAControllersWhereVersionTwoIsNotMounted() throws IOException {
        mounts(V1.formatted("cpu,cpuacct"), V1.formatted("memory"), V1.formatted("pids"), V1.formatted("name=systemd"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
        mounts(V1.formatted("cpu,cpuacct"), V1.formatted("name=systemd"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.CPU);
    }

    /** Cilium mounts it at /run/cilium/cgroupv2, and nobody makes containers' groups there. */
    @Test
    void isAControllersWhereVersionTwoIsMountedForPrograms() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/run/cilium/cgroupv2"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
    }

    @Test
    void isTheOneThatMostContainersAreInWhereBothAreMounted() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        process(1, "8:pids:/init", "0::/");
        inOldAlone(7, CONTAINER);
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
        inBoth(8, "cd".repeat(32));
        assertThat(GroupHierarchy.of(proc)).as("as many").isEqualTo(GroupHierarchy.V2);
        inOldAlone(9, "ef".repeat(32));
        assertThat(GroupHierarchy.of(proc)).as("more in the old alone").isEqualTo(GroupHierarchy.PIDS);
    }

    @Test
    void isVersionTwoAlsoInAnUnusualPlaceIfContainersAreInIt() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/mnt/elsewhere"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
        inBoth(8, CONTAINER);
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);
    }

    /** To whom systemd has given a part of v2, as it does for each session. */
    @Test
    void isNotDecidedByGroupsThatAUserNamesLikeContainers() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        inOldAlone(7, CONTAINER);
        for (int i = 0; i < 20; i++) {
            process(100 + i, "8:pids:/user.slice", "0::/user.slice/own/" + "%064x".formatted(i));
        }
        // In a real container's name too.
        process(200, "8:pids:/user.slice", "0::/user.slice/own/" + CONTAINER);
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
    }

    @Test
    void isNotDecidedByTheNumberOfAContainersProcesses() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        inBoth(7, CONTAINER);
        inBoth(8, "cd".repeat(32));
        for (int pid = 100; pid < 120; pid++) {
            inOldAlone(pid, "ef".repeat(32));
        }
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);
    }

    /** A monitor's scope is systemd's, which makes it in v2 as well, though the runtime makes its container's in v1 alone. */
    @Test
    void isTheOneThatAllOfAContainerIsIn() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        String scope = "/machine.slice/libpod-conmon-" + CONTAINER + ".scope";
        process(7, "8:pids:" + scope, "0::" + scope);
        inOldAlone(8, CONTAINER);
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
    }

    /** Containers within a container, which only the old one keeps apart. */
    @Test
    void goesByTheInnermostContainers() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        String outer = "/docker/" + CONTAINER;
        process(7, "8:pids:" + outer, "0::" + outer);
        process(8, "8:pids:" + outer + "/kubepods/" + "cd".repeat(32), "0::" + outer);
        process(9, "8:pids:" + outer + "/kubepods/" + "ef".repeat(32), "0::" + outer);
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
    }

    @Test
    void isVersionTwoWhereNothingIsKnown() {
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);
    }

    @Test
    void hasTheNumbersOfItsOrder() {
        assertThat(GroupHierarchy.values()).extracting(GroupHierarchy::number).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void findsAProcessesGroup() {
        List<String> lines =
                List.of("5:cpu,cpuacct:/of:cpu", "4:pids:/of-pids", "1:name=systemd:/init.scope", "0::/v2");
        assertThat(GroupHierarchy.CPU.pathIn(lines)).contains("/of:cpu");
        assertThat(GroupHierarchy.PIDS.pathIn(lines)).contains("/of-pids");
        assertThat(GroupHierarchy.V2.pathIn(lines)).contains("/v2");
        assertThat(GroupHierarchy.MEMORY.pathIn(lines)).isEmpty();
    }

    private void mounts(String... lines) throws IOException {
        Files.write(Files.createDirectories(proc.resolve("1")).resolve("mountinfo"), List.of(lines));
    }

    private void inOldAlone(int pid, String container) throws IOException {
        process(pid, "8:pids:/kubepods/" + container, "0::/system.slice/containerd.service");
    }

    private void inBoth(int pid, String container) throws IOException {
        process(pid, "8:pids:/kubepods/" + container, "0::/kubepods/" + container);
    }

    private void process(int pid, String... groups) throws IOException {
        Files.write(Files.createDirectories(proc.resolve(Integer.toString(pid))).resolve("cgroup"), List.of(groups));
    }
}
