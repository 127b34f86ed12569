package dev.vedette.sensor.posture.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.VulnerableVersion;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.NodeFixture;
import dev.vedette.sensor.posture.PostureLook;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeVersionsTest {
    @TempDir
    Path folder;

    private NodeFixture node;
    private VulnerabilityCheck check;

    @BeforeEach
    void node() {
        node = new NodeFixture(folder.resolve("root"));
        check = new VulnerabilityCheck(new RecordStore(folder.resolve("state")), List::of);
    }

    @Test
    void ofDebiansRuncWhatThePackageCarriesIsFixedAndWhatItDoesNotIsFound() {
        node.with("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
                .with("/proc/sys/kernel/osrelease", "6.18.44")
                .with("/usr/sbin/runc", "not a Go program")
                .with("/var/lib/dpkg/info/runc.list", "/.\n/usr\n/usr/sbin/runc\n")
                .with("/var/lib/dpkg/status", """
                        Package: other
                        Version: 9

                        Package: runc
                        Status: install ok installed
                        Version: 1.1.5+ds1-1+deb12u1
                        """);

        assertThat(node.found(check, VulnerableVersion.class))
                .allSatisfy(found -> {
                    assertThat(found.component()).isEqualTo("runc");
                    assertThat(found.where()).isEqualTo("/usr/sbin/runc (by its package runc)");
                })
                .extracting(VulnerableVersion::cve)
                .contains("CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881", "CVE-2024-45310")
                .doesNotContain("CVE-2024-21626", "CVE-2023-27561");
    }

    @Test
    void aRuncOfABundleBesideAFixedOneIsFoundByItsFile() {
        node.with("/proc/sys/kernel/osrelease", "6.18.44")
                .with("/var/lib/rancher/k3s/data/3f1a/bin/runc", GoProgram.withLinkerValue("main.version", "1.1.11"))
                .with("/usr/sbin/runc", GoProgram.withLinkerValue("main.version", "1.4.1"));

        assertThat(node.found(check, VulnerableVersion.class))
                .filteredOn(found -> found.cve().equals("CVE-2024-21626"))
                .singleElement()
                .satisfies(found -> assertThat(found.where())
                        .isEqualTo("/var/lib/rancher/k3s/data/3f1a/bin/runc (read out of the file)"));
    }

    @Test
    void theRuncThatTheConfigurationNamesIsTheOneThatCounts() {
        node.with("/proc/sys/kernel/osrelease", "6.18.44")
                .with(ContainerdConfig.DEFAULT_FILE, """
                        version = 2
                        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.own.options]
                          BinaryName = "/opt/own/runc"
                        """)
                .with("/opt/own/runc", GoProgram.withLinkerValue("main.version", "1.0.0-rc6"));

        assertThat(node.found(check, VulnerableVersion.class))
                .extracting(VulnerableVersion::cve)
                .contains("CVE-2019-5736");
    }

    @Test
    void partsThatAreBuiltIntoOneProgramAreFoundInIt() {
        node.with("/proc/sys/kernel/osrelease", "6.18.44")
                .with(
                        "/usr/local/bin/k3s",
                        GoProgram.withModules(
                                "github.com/k3s-io/k3s",
                                "github.com/containerd/containerd\tv1.6.0",
                                "k8s.io/kubernetes\tv1.22.1-k3s1"))
                .withProcess(77, "/usr/local/bin/k3s", "/usr/local/bin/k3s", "agent");

        assertThat(node.found(check, VulnerableVersion.class))
                .extracting(found -> found.component() + " " + found.cve())
                .contains("containerd CVE-2022-23648", "kubelet CVE-2021-25741");
    }

    @Test
    void kernelsAreKnownByTheirDistribution() {
        assertThat(kernel("6.1.0-18-amd64", "Linux version 6.1.0-18-amd64 (x) #1 SMP Debian 6.1.70-1 (2024-01-01)", "")
                        .version())
                .isEqualTo("6.1.70-1");
        NodeComponent ubuntu = kernel("5.15.0-97-generic", "Linux", "Ubuntu 5.15.0-97.107-generic 5.15.136");
        assertThat(ubuntu.version()).isEqualTo("5.15.136");
        assertThat(ubuntu.installed().orElseThrow().version()).isEqualTo("5.15.0-97.107");
        assertThat(ubuntu.frozen()).isTrue();
        NodeComponent rhel = kernel("5.14.0-611.54.1.el9_7.x86_64", "Linux", "");
        assertThat(rhel.installed().orElseThrow().version()).isEqualTo("5.14.0-611.54.1.el9_7");
        assertThat(rhel.frozen()).isTrue();
        assertThat(kernel("6.18.44-fc-v657", "Linux version 6.18.44-fc-v657", "")
                        .frozen())
                .isFalse();
    }

    @Test
    void aKernelWhoseFixesAreNotKnownIsToldOnceAndFoundInNothing() {
        node.with("/etc/os-release", "ID=\"rhel\"\nVERSION_ID=\"9.4\"\n")
                .with("/proc/sys/kernel/osrelease", "5.14.0-427.el9.x86_64");

        assertThat(node.found(check, VulnerableVersion.class)).isEmpty();
        assertThat(node.problems(check))
                .singleElement()
                .satisfies(sentence -> assertThat(sentence).contains("carries fixes", "CVE-2024-1086"));
    }

    @Test
    void aProgramWithoutAVersionIsTold() {
        node.with("/proc/sys/kernel/osrelease", "6.18.44").with("/usr/bin/runc", "#!/bin/sh\necho 1.0\n");

        assertThat(node.problems(check))
                .containsExactly("/usr/bin/runc: the version of this runc could not be"
                        + " learned; not known by it: whether it has known vulnerabilities.");
    }

    /** The build information of a program that Go's linker really wrote. */
    @Test
    void readsARealProgramOfGo() throws Exception {
        GoBuildInfo info = GoBuildInfo.read(Path.of("/usr/sbin/runc")).orElseThrow();

        assertThat(info.mainModule()).isEqualTo("github.com/opencontainers/runc");
        assertThat(GoBuildInfo.read(Path.of("/bin/true"))).isEmpty();
    }

    /** This machine: its kernel runs, and its runc is Debian's. */
    @Test
    void thisMachinesOwnPartsHaveVersions() {
        PostureLook look = new PostureLook(NodeRoot.own(), 1);

        List<NodeComponent> parts = new NodeComponents(NodeRoot.own()).find(look);

        assertThat(parts)
                .filteredOn(NodeComponent::versionKnown)
                .extracting(NodeComponent::name)
                .contains("kernel", "runc");
    }

    private NodeComponent kernel(String release, String version, String signature) {
        NodeFixture other = new NodeFixture(folder.resolve("kernel" + release));
        other.with("/proc/sys/kernel/osrelease", release).with("/proc/version", version);
        if (!signature.isEmpty()) {
            other.with("/proc/version_signature", signature);
        }
        return RunningKernel.find(other.root(), Distribution.of(other.root()));
    }
}
