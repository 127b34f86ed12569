package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/run/containerd/containerd.sock",
                "/var/run/containerd/containerd.sock",
                "//run//containerd/./containerd.sock",
                "/run/containerd/containerd.sock/",
                "/etc/../run/containerd/containerd.sock",
                "/proc/1/root/run/containerd/containerd.sock",
                "/proc/self/root/var/run/containerd/containerd.sock",
                "/proc/1/task/1/root/run/containerd/containerd.sock",
                "/proc/1/root/proc/1/root/run/containerd/containerd.sock",
                "/proc/1/cwd/run/containerd/containerd.sock",
                "/proc/1/task/1/cwd/../run/containerd/containerd.sock",
                "run/containerd/containerd.sock",
            })
    void everySpellingOfAPlaceIsTheSameText(String spelling) {
        assertThat(HostPath.resolve(spelling)).isEqualTo("/run/containerd/containerd.sock");
    }

    @Test
    void goesUpFromWhereALinkLeads() {
        assertThat(HostPath.resolve("/var/run/..")).isEqualTo("/");
        assertThat(HostPath.resolve("/var/lock/../containerd")).isEqualTo("/run/containerd");
        assertThat(HostPath.resolve("/../../etc")).isEqualTo("/etc");
    }

    @Test
    void takesALongPathInOneGo() {
        String parts = "/a".repeat(200_000);

        assertThat(HostPath.resolve(parts + "/../a")).isEqualTo(parts);
        assertThat(HostPath.resolve("/proc/self/task/1/root/var/run" + parts)).isEqualTo("/run" + parts);
    }

    @Test
    void leavesLookAlikesAlone() {
        assertThat(HostPath.resolve("/var/runtime")).isEqualTo("/var/runtime");
        assertThat(HostPath.resolve("/data/proc/1/root")).isEqualTo("/data/proc/1/root");
        assertThat(HostPath.resolve("/proc/1/rootfs")).isEqualTo("/proc/1/rootfs");
        assertThat(HostPath.resolve("/proc/4711/cwd")).isEqualTo("/proc/4711/cwd");
        assertThat(HostPath.resolve("...")).isEqualTo("/...");
    }

    @Test
    void aPlaceContainsItselfAndWhatIsBelow() {
        assertThat(HostPath.isWithin("/run/docker.sock", "/run")).isTrue();
        assertThat(HostPath.isWithin("/run", "/run")).isTrue();
        assertThat(HostPath.isWithin("/etc", "/")).isTrue();
        assertThat(HostPath.isWithin("/runner", "/run")).isFalse();
    }
}
