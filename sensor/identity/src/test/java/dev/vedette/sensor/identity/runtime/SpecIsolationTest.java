package dev.vedette.sensor.identity.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.OciSpec.CapabilitySetName;
import dev.vedette.sensor.identity.FakeNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpecIsolationTest {
    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER_UID = "99999999-2222-3333-4444-555555555555";
    private static final Set<String> ALL = Arrays.stream(Capability.values())
            .map(capability -> "CAP_" + capability.name())
            .collect(Collectors.toSet());
    private static final OciSpec.DeviceRule ALL_DEVICES = new OciSpec.DeviceRule(true, "a", -1, -1, "rwm");

    private final FakeNode node = new FakeNode();
    private List<OciSpec.Namespace> namespaces = List.of();
    private List<OciSpec.Mount> mounts = List.of();
    private List<OciSpec.DeviceRule> devices = List.of();
    private Set<String> capabilities = Set.of("CAP_CHOWN");
    private boolean seccomp = true;
    private String apparmor = "";
    private String selinux = "";

    private Isolation isolation(Optional<Boolean> privileged) {
        return new SpecIsolation(node)
                .of(
                        new OciSpec(
                                List.of("x"),
                                0,
                                0,
                                Map.of(CapabilitySetName.BOUNDING, capabilities),
                                namespaces,
                                mounts,
                                List.of(),
                                devices,
                                seccomp,
                                apparmor,
                                selinux,
                                false,
                                false,
                                List.of("/proc/kcore"),
                                List.of(),
                                "",
                                "",
                                Map.of(),
                                Map.of()),
                        privileged,
                        UID);
    }

    private static OciSpec.Mount bind(String source, String target) {
        return new OciSpec.Mount(target, "bind", source, List.of("rbind", "rprivate", "rw"));
    }

    @Test
    void whatTheControlGroupAllowsIsTheRuntimesOwnAndWhatWasAskedFor() {
        OciSpec.DeviceRule nothing = new OciSpec.DeviceRule(false, "", -1, -1, "rwm");
        devices = List.of(
                new OciSpec.DeviceRule(true, "b", 8, -1, "r"),
                nothing,
                new OciSpec.DeviceRule(true, "c", 10, 229, "rw"));

        Set<String> access = isolation(Optional.empty()).detail().deviceAccess();
        assertThat(access).contains("c 10:229 rw", "c 1:3 rwm", "b *:* m").doesNotContain("b 8:* r", "a *:* rwm");

        devices = List.of(ALL_DEVICES);
        assertThat(isolation(Optional.empty()).detail().deviceAccess()).contains("a *:* rwm");
        devices = List.of();
        assertThat(isolation(Optional.empty()).detail().deviceAccess()).isEmpty();
    }

    @Test
    void theLabelIsOfWhicheverSecurityModuleTheNodeHas() {
        selinux = "system_u:system_r:container_t:s0:c1,c2";
        assertThat(isolation(Optional.empty()).securityLabel()).isEqualTo(selinux);
        apparmor = "cri-containerd.apparmor.d";
        assertThat(isolation(Optional.empty()).securityLabel()).isEqualTo(apparmor);
    }

    @Test
    void typeThatIsMissingAndPathThatIsTheNodesOwnAreTheNodes() {
        node.namespace("/proc/1/ns/net", FakeNode.HOST.network()).namespace("/run/netns/pod", 4711);
        namespaces = List.of(
                new OciSpec.Namespace("mount", ""),
                new OciSpec.Namespace("pid", ""),
                new OciSpec.Namespace("ipc", "/run/netns/pod"),
                new OciSpec.Namespace("network", "/proc/1/ns/net"));

        assertThat(isolation(Optional.empty()).hostNamespaces())
                .containsExactlyInAnyOrder(
                        NamespaceKind.NETWORK, NamespaceKind.USER, NamespaceKind.UTS, NamespaceKind.CGROUP);
    }

    @Test
    void privilegedIsWhatTheRuntimeSaysOrTheSamePowerByParts() {
        assertThat(isolation(Optional.of(true)).privileged()).isTrue();
        assertThat(isolation(Optional.of(false)).privileged()).isFalse();

        capabilities = ALL;
        seccomp = false;
        assertThat(isolation(Optional.of(false)).privileged()).isFalse();

        devices = List.of(ALL_DEVICES);
        assertThat(isolation(Optional.of(false)).privileged()).isTrue();
        assertThat(isolation(Optional.empty()).capabilities()).isEqualTo(CapabilitySet.ALL);
    }

    @Test
    void mountsOfTheKubeletAndTheRuntimeAreLeftOutButNotThoseOfAnotherPod() {
        mounts = List.of(
                bind("/var/lib/kubelet/pods/" + UID + "/volumes/kubernetes.io~projected/token", "/var/run/secrets"),
                bind("/var/lib/kubelet/pods/" + OTHER_UID + "/volumes/kubernetes.io~projected/token", "/theirs"),
                bind("/run/containerd/io.containerd.grpc.v1.cri/sandboxes/abc/shm", "/dev/shm"),
                bind("/run/containerd", "/rt"),
                new OciSpec.Mount("/dev", "tmpfs", "tmpfs", List.of("nosuid")));

        assertThat(isolation(Optional.empty()).hostMounts())
                .extracting(HostMount::target)
                .containsExactly("/theirs", "/rt");
    }

    @Test
    void sourceIsResolvedAndKeptAsItWasWritten() {
        mounts = List.of(bind("//var/run/./docker.sock", "/x/../sock"));

        assertThat(isolation(Optional.empty()).hostMounts())
                .containsExactly(new HostMount("/run/docker.sock", "//var/run/./docker.sock", "/sock", false, false));
    }
}
