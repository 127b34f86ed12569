package dev.vedette.sensor.posture.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CgroupLayout;
import dev.vedette.policy.model.ModuleReachable;
import dev.vedette.policy.model.NodeSetting;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.NodeFixture;
import dev.vedette.sensor.posture.PostureLook;
import dev.vedette.sensor.posture.version.RecordStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelChecksTest {
    @TempDir
    Path folder;

    private NodeFixture node;

    @BeforeEach
    void node() {
        node = new NodeFixture(folder.resolve("root"));
    }

    @Test
    void theLayoutOfControlGroupsIsToldApart() {
        assertThat(new NodeFixture(folder.resolve("2"))
                        .with("/sys/fs/cgroup/cgroup.controllers", "cpu memory\n")
                        .found(new CgroupCheck(), CgroupLayout.class))
                .singleElement()
                .satisfies(layout -> {
                    assertThat(layout.kind()).isEqualTo(CgroupLayout.Kind.V2);
                    assertThat(layout.missing()).isEmpty();
                });
        NodeFixture hybrid = new NodeFixture(folder.resolve("h")).with("/sys/fs/cgroup/cpu/release_agent", "");
        assertThat(hybrid.found(new CgroupCheck(), CgroupLayout.class)
                        .getFirst()
                        .kind())
                .isEqualTo(CgroupLayout.Kind.V1);
        hybrid.with("/sys/fs/cgroup/unified/cgroup.procs", "");
        assertThat(hybrid.found(new CgroupCheck(), CgroupLayout.class)
                        .getFirst()
                        .kind())
                .isEqualTo(CgroupLayout.Kind.HYBRID);
        assertThat(node.found(new CgroupCheck(), CgroupLayout.class)).isEmpty();
    }

    @Test
    void whatAnswersCannotBeHadWithVersionOneIsSaid() {
        NodeFixture old = new NodeFixture(folder.resolve("1"))
                .with("/sys/fs/cgroup/cpu,cpuacct/release_agent", "")
                .with("/sys/fs/cgroup/freezer/release_agent", "")
                .with("/sys/fs/cgroup/pids/release_agent", "");

        assertThat(old.found(new CgroupCheck(), CgroupLayout.class).getFirst().missing())
                .contains(
                        "isolate-network cuts off a container's whole pod, and none that uses the node's network",
                        "containers cannot be throttled by blkio: it is not mounted",
                        "containers cannot be throttled by memory: it is not mounted")
                .noneMatch(line -> line.contains("paused") || line.contains("throttled by cpu"));
    }

    @Test
    void aHierarchyOfVersionOneBesideVersionTwoIsNotOverlooked() {
        node.with("/sys/fs/cgroup/cgroup.controllers", "cpu\n")
                .with("/proc/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\nx /mnt/x cgroup rw,rdma 0 0\n");

        assertThat(node.found(new CgroupCheck(), CgroupLayout.class).getFirst().kind())
                .isEqualTo(CgroupLayout.Kind.HYBRID);
    }

    @Test
    void kernelSettingsAreTakenFromTheKernelWithWhatClosesTheSameDoor() {
        node.with("/proc/sys/kernel/unprivileged_bpf_disabled", "0\n")
                .with("/proc/sys/kernel/kexec_load_disabled", "0\n")
                .with("/proc/sys/kernel/modules_disabled", "0\n")
                .with("/proc/sys/user/max_user_namespaces", "31231\n")
                .with("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n")
                .with("/sys/kernel/security/lockdown", "none [integrity] confidentiality\n");

        assertThat(node.found(new KernelSettingsCheck(), NodeSetting.class))
                .extracting(s -> s.name() + "=" + s.value() + " " + s.context("closed by"))
                .containsExactlyInAnyOrder(
                        "kernel.unprivileged_bpf_disabled=0 ",
                        "kernel.kexec_load_disabled=0 lockdown",
                        "kernel.modules_disabled=0 lockdown",
                        "unprivileged user namespaces=open AppArmor");
    }

    @Test
    void userNamespacesAreClosedByEitherSetting() {
        node.with("/proc/sys/user/max_user_namespaces", "0\n");
        assertThat(node.found(new KernelSettingsCheck(), NodeSetting.class)
                        .getFirst()
                        .value())
                .isEqualTo("closed");
        node.with("/proc/sys/user/max_user_namespaces", "99\n")
                .with("/proc/sys/kernel/unprivileged_userns_clone", "0\n");
        assertThat(node.found(new KernelSettingsCheck(), NodeSetting.class)
                        .getFirst()
                        .value())
                .isEqualTo("closed");
    }

    @Test
    void modulesAreReachableUnlessForbiddenAndBlacklistForbidsNothing() {
        node.with("/proc/sys/kernel/osrelease", "6.1.0-9\n")
                .with("/lib/modules/6.1.0-9/modules.dep", """
                                kernel/net/ipv4/esp4.ko.xz: a
                                kernel/net/ipv6/esp6.ko:
                                kernel/net/rxrpc/rxrpc.ko.zst:
                                kernel/net/can/can-bcm.ko:
                                kernel/fs/ext4/ext4.ko:
                                """)
                .with("/etc/modprobe.d/a.conf", """
                                # x
                                install esp6 /bin/false
                                blacklist rxrpc
                                install can-bcm /bin/true
                                """)
                .with("/proc/modules", "tipc 1 0 - Live 0x0\nsctp 1 3 nfs, Live 0x0\n");

        assertThat(node.found(modules(), ModuleReachable.class))
                .extracting(m -> m.module() + (m.loaded() ? " loaded" : "") + (m.used() ? " used" : ""))
                .containsExactlyInAnyOrder("esp4", "rxrpc", "tipc loaded", "sctp loaded used");
    }

    @Test
    void nothingComesWhereNoModuleCanBeLoaded() {
        node.with("/proc/sys/kernel/osrelease", "6.1.0-9\n")
                .with("/proc/sys/kernel/modules_disabled", "1\n")
                .with("/lib/modules/6.1.0-9/modules.dep", "kernel/net/ipv4/esp4.ko:\n");

        assertThat(node.found(modules(), ModuleReachable.class)).isEmpty();
    }

    @Test
    void aNodeForPodsIsAskedForWhatTheirNetworkNeeds() {
        assertThat(node.found(new NetworkCheck(), NodeSetting.class)).isEmpty();
        node.with("/var/lib/kubelet/config.yaml", "")
                .with("/proc/filesystems", "nodev\toverlay\n\text4\n")
                .with("/proc/sys/net/ipv4/ip_forward", "0\n");

        assertThat(node.found(new NetworkCheck(), NodeSetting.class))
                .extracting(s -> s.name() + "=" + s.value())
                .containsExactlyInAnyOrder("overlay=present", "br_netfilter=absent", "net.ipv4.ip_forward=0");
        node.with("/etc/cni/net.d/05-cilium.conflist", "{\"plugins\":[{\"type\": \"cilium-cni\"}]}".replace(": ", ":"));
        assertThat(node.found(new NetworkCheck(), NodeSetting.class))
                .filteredOn(s -> s.name().equals("br_netfilter"))
                .singleElement()
                .satisfies(s -> assertThat(s.context("network does without")).isEqualTo("Cilium"));
    }

    /** The kernel that runs here. */
    @Test
    void thisMachineIsReadAsItIs() throws Exception {
        PostureLook look = new PostureLook(NodeRoot.own(), 1);

        new CgroupCheck().look(look);
        new KernelSettingsCheck().look(look);

        String bpf = Files.readString(Path.of("/proc/sys/kernel/unprivileged_bpf_disabled"))
                .strip();
        assertThat(look.facts()).anySatisfy(fact -> assertThat(fact).isInstanceOf(CgroupLayout.class));
        assertThat(look.facts())
                .anySatisfy(fact -> assertThat(fact)
                        .isInstanceOfSatisfying(
                                NodeSetting.class,
                                setting -> assertThat(setting.name() + "=" + setting.value())
                                        .isEqualTo("kernel.unprivileged_bpf_disabled=" + bpf)));
    }

    private ModuleCheck modules() {
        return new ModuleCheck(new RecordStore(folder.resolve("state")));
    }
}
