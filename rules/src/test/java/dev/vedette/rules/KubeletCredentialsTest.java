package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2019")
class KubeletCredentialsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/host/etc/kubernetes/admin.conf",
                "/node/var/lib/kubelet/pki/kubelet-client-current.pem",
                "/x/kubelet-client-current.pem",
                "/x/pki/kubelet-client-2026-01-01-00-00-00.pem",
                "/mnt/etc/kubernetes/pki/ca.key",
                "/k/var/lib/rancher/k3s/server/tls/client-admin.key"
            })
    void findsToolsThatReadThemWhereverTheyAreMounted(String path) {
        var finding = JUDGE.only("VDT-2019", Events.by(Processes.of("/bin/cat")).reads(Files.ofHostPath(path)));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsThemByTheNodesMounts() {
        FileObject key = Files.through(Processes.NODE_MOUNTS, Files.ofImage("/etc/kubernetes/pki/ca.key"));

        assertThat(JUDGE.only("VDT-2019", Events.byServer().reads(key)).severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isMilderToProgramsOfTheImageThatReadByThemselves() {
        assertThat(JUDGE.only("VDT-2019", Events.byServer().reads(Files.ofHostPath("/host/etc/kubernetes/admin.conf")))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsStaticPodsWrittenRenamedAndLinked() {
        FileObject pod = Files.ofHostPath("/h/etc/kubernetes/manifests/x.yaml");

        assertThat(JUDGE.only("VDT-2019", Events.byServer().writes(pod)).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.judge(
                        "VDT-2019",
                        Events.byServer()
                                .changes(
                                        FileChanged.Operation.RENAME,
                                        Files.ofHostPath("/h/tmp/x"),
                                        0,
                                        pod.path(),
                                        true)))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-2019",
                        Events.byServer().changes(FileChanged.Operation.SYMLINK, pod, 0, "/etc/x.yaml", true)))
                .hasSize(1);
    }

    @Test
    void isSilentOnTheControlPlaneOnFilesOfTheImageAndOnMountedSecrets() {
        FileObject key = Files.ofHostPath("/etc/kubernetes/pki/apiserver.key");
        FileObject secret = Files.through(0, Files.on(0x0102_1994L, "/etc/kubernetes/pki/ca.key"));

        assertThat(JUDGE.judge(
                        "VDT-2019",
                        Events.by(Processes.of("/usr/local/bin/kube-apiserver"))
                                .in(Containers.ofStaticPod())
                                .reads(key)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2019", Events.byServer().reads(Files.ofImage("/etc/kubernetes/admin.conf"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2019", Events.byServer().reads(secret))).isEmpty();
        assertThat(JUDGE.judge("VDT-2019", Events.byServer().reads(Files.ofHostPath("/data/server.key"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2019", Events.byServer().reads(Files.ofHostPath("/h/etc/kubernetes/manifests/etcd.yaml"))))
                .isEmpty();
    }

    @Test
    void findsToolsInTheControlPlane() {
        assertThat(JUDGE.judge(
                        "VDT-2019",
                        Events.by(Processes.of("/bin/cat"))
                                .in(Containers.ofStaticPod())
                                .reads(Files.ofHostPath("/etc/kubernetes/pki/ca.key"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnOtherFilesOfTheNodeThatAreWrittenAndRenamed() {
        FileObject log = Files.ofHostPath("/h/var/log/app.log");

        assertThat(JUDGE.judge("VDT-2019", Events.byServer().writes(log))).isEmpty();
        assertThat(JUDGE.judge("VDT-2019", Events.byServer().renames(log, "/h/var/log/app.log.1")))
                .isEmpty();
    }

    /** As kubeadm does in a node that is a container itself. */
    @Test
    void isSilentOnStaticPodsInTheContainersOwnRoot() {
        FileObject made = Files.onOverlay("/etc/kubernetes/tmp/etcd.yaml", OverlayLayer.UPPER);

        assertThat(JUDGE.judge(
                        "VDT-2019", Events.byServer().writes(Files.ofImage("/etc/kubernetes/manifests/etcd.yaml"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2019", Events.byServer().renames(made, "/etc/kubernetes/manifests/etcd.yaml")))
                .isEmpty();
    }

    @Test
    void findsAStaticPodOfWhichOnlyTheNameIsKnown() {
        FileObject gone = FileObject.ofPath("/h/tmp/x.yaml");

        assertThat(JUDGE.judge("VDT-2019", Events.byServer().renames(gone, "/h/etc/kubernetes/manifests/x.yaml")))
                .hasSize(1);
    }
}
