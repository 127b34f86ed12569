package dev.vedette.sensor.demo.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.OciSpec.CapabilitySetName;
import dev.vedette.sensor.cri.PodDetail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A real containerd of either line with real containers; needs root. */
@ParameterizedClass
@EnumSource(ContainerdVersion.class)
class PrivateContainerdTest {
    @TempDir
    static Path work;

    @Parameter
    ContainerdVersion version;

    private static PrivateContainerd containerd;

    @BeforeParameterizedClassInvocation
    static void start(ContainerdVersion version) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
        containerd = PrivateContainerd.start(version.programs(), work.resolve("c"));
        ImageBuilder.busybox(work.resolve("image"))
                .file("/opt/hello", "hello from the image\n", "rw-r--r--")
                .importInto(containerd);
    }

    @AfterParameterizedClassInvocation
    static void stopLeavesNothingBehind() throws IOException {
        if (containerd == null) {
            return;
        }
        containerd.close();

        assertThat(containerd.process().isAlive()).isFalse();
        assertThat(Leftovers.shims(containerd.endpoint().socket())).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(containerd.folder().toString());
        assertThat(containerd.folder()).doesNotExist();
        assertThat(Path.of("/sys/fs/cgroup/unified" + containerd.cgroupParent()))
                .doesNotExist();
    }

    @Test
    void tellsItsNameAndVersion() {
        assertThat(containerd.client().version().name()).isEqualTo("containerd");
        assertThat(containerd.client().version().version()).startsWith(version == ContainerdVersion.V2 ? "2." : "1.7");
    }

    @Test
    void isReadyForPods() {
        assertThat(containerd.client().complaints()).isEmpty();
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        Path folder = Files.createDirectories(work.resolve("other"));
        Path precious = Files.writeString(folder.resolve("precious"), "x");

        assertThatThrownBy(() -> PrivateContainerd.start(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not empty");
        assertThat(precious).exists();
    }

    @Test
    void runsAContainerAndSaysAllAboutIt() {
        try (RunningPod pod =
                containerd.pods().pod("shop", "web-1").label("app", "web").run()) {
            RunningContainer web = pod.container("web")
                    .command("sleep", "1000")
                    .addCapability("NET_ADMIN")
                    .run();

            ContainerDetail detail = web.detail();
            OciSpec spec = detail.spec().orElseThrow();

            assertThat(detail.name()).isEqualTo("web");
            assertThat(detail.podSandboxId()).isEqualTo(pod.id());
            assertThat(detail.image()).isEqualTo(ImageBuilder.REFERENCE);
            assertThat(detail.imageDigest()).startsWith("sha256:").hasSize(71);
            assertThat(detail.labels()).containsEntry("io.kubernetes.pod.namespace", "shop");
            assertThat(detail.privileged()).contains(false);
            assertThat(Path.of("/proc/" + web.pid())).exists();
            assertThat(spec.args()).containsExactly("sleep", "1000");
            assertThat(spec.capabilities(CapabilitySetName.EFFECTIVE))
                    .contains("CAP_NET_ADMIN", "CAP_CHOWN")
                    .doesNotContain("CAP_SYS_ADMIN");
            assertThat(spec.namespaces())
                    .anyMatch(n -> n.type().equals("pid") && n.path().isEmpty());
            assertThat(spec.maskedPaths()).contains("/proc/kcore");
            assertThat(spec.cgroupsPath()).endsWith("/kubepods/besteffort/pod" + pod.uid() + "/" + web.id());
            assertThat(spec.seccomp()).isFalse();
        }
    }

    @Test
    void saysWhatAPodSharesWithTheNode() throws IOException {
        try (RunningPod pod = containerd
                .pods()
                .pod("kube-system", "agent")
                .hostNetwork()
                .hostPid()
                .privileged()
                .run()) {
            RunningContainer agent = pod.container("agent")
                    .command("sleep", "1000")
                    .privileged()
                    .mount(Path.of("/etc"), "/host/etc", true)
                    .run();

            PodDetail detail = containerd.client().pod(pod.id()).orElseThrow();
            OciSpec spec = agent.detail().spec().orElseThrow();

            assertThat(detail.hostNetwork()).isTrue();
            assertThat(detail.hostPid()).isTrue();
            assertThat(detail.hostIpc()).isFalse();
            assertThat(agent.detail().privileged()).contains(true);
            assertThat(spec.capabilities(CapabilitySetName.BOUNDING)).contains("CAP_SYS_ADMIN");
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + agent.pid() + "/ns/pid")))
                    .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
            assertThat(spec.mounts())
                    .anyMatch(m ->
                            m.destination().equals("/host/etc") && m.options().contains("ro"));
            assertThat(spec.maskedPaths()).isEmpty();
        }
    }

    @Test
    void runsCommandsInsideAndKeepsTheLog() throws IOException {
        try (RunningPod pod = containerd.pods().pod("shop", "exec").run()) {
            RunningContainer container = pod.container("main")
                    .command("sh", "-c", "echo started; sleep 1000")
                    .run();

            assertThat(container.exec("cat", "/opt/hello").stdout()).isEqualTo("hello from the image\n");
            assertThat(container.exec("sh", "-c", "echo no >&2; exit 3"))
                    .satisfies(result -> assertThat(result.exitCode()).isEqualTo(3))
                    .satisfies(result -> assertThat(result.stderr()).isEqualTo("no\n"));
            assertThat(container.exec("ip", "address", "show", "eth0").stdout()).contains("10.213.");
            assertThat(container.exec("cat", "/proc/kcore").stdout()).isEmpty();
            assertThat(container.log()).contains("started");
        }
    }

    @Test
    void doesNotKnowWhatWasRemoved() {
        RunningPod pod = containerd.pods().pod("shop", "gone").run();
        RunningContainer container =
                pod.container("main").command("sleep", "1000").run();
        pod.close();

        assertThat(containerd.client().container(container.id())).isEmpty();
        assertThat(containerd.client().pod(pod.id())).isEmpty();
    }

    @Test
    void addsProgramsOfThisMachineWithTheirLibraries() throws IOException {
        ImageBuilder.busybox(work.resolve("image2"), "localhost/vedette/perl:1")
                .program(Path.of("/usr/bin/perl"))
                .importInto(containerd);
        try (RunningPod pod = containerd.pods().pod("shop", "perl").run()) {
            RunningContainer container = pod.container("main")
                    .image("localhost/vedette/perl:1")
                    .command("sleep", "1000")
                    .run();

            assertThat(container.exec("/usr/bin/perl", "-e", "print 6 * 7").stdout())
                    .isEqualTo("42");
        }
    }
}
