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
    void isTheOneThatTheContainersAreInWhereBothAreMounted() throws IOException {
        mounts(V1.formatted("pids"), V2.formatted("/sys/fs/cgroup/unified"));
        process(1, "8:pids:/init", "0::/");
        process(7, "8:pids:/kubepods/" + CONTAINER, "0::/system.slice/containerd.service");
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.PIDS);
        process(8, "8:pids:/kubepods/" + CONTAINER, "0::/kubepods/" + CONTAINER);
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);

        mounts(V1.formatted("pids"), V2.formatted("/mnt/elsewhere"));
        assertThat(GroupHierarchy.of(proc)).isEqualTo(GroupHierarchy.V2);
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

    private void process(int pid, String... groups) throws IOException {
        Files.write(Files.createDirectories(proc.resolve(Integer.toString(pid))).resolve("cgroup"), List.of(groups));
    }
}
