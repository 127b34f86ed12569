package dev.vedette.sensor.identity.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths as they were seen (containerd 1.7 and 2.1, Docker 20.10 and Podman 4.3 with runc 1.1 and crun 1.8, on a hybrid
 * node), and for what was not to be had as the sources beside {@link CgroupPath} say.
 */
class CgroupPathTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String OTHER = "fedcba9876543210".repeat(4);
    private static final String UID = "2c48913c_b29f_11e7_9350_020968147796";

    @ParameterizedTest
    @CsvSource({
        // The kubelet's pod groups by class of service (pkg/kubelet/cm/qos_container_manager_linux.go).
        "containerd cgroupfs guaranteed, /kubepods/pod2c48913c-b29f-11e7-9350-020968147796/ID",
        "containerd cgroupfs burstable, /kubepods/burstable/pod2c48913c-b29f-11e7-9350-020968147796/ID",
        "containerd cgroupfs best effort, /kubepods/besteffort/pod2c48913c-b29f-11e7-9350-020968147796/ID",
        "containerd systemd guaranteed, /kubepods.slice/kubepods-podUID.slice/cri-containerd-ID.scope",
        "containerd systemd burstable,"
                + " /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/cri-containerd-ID.scope",
        "containerd systemd best effort,"
                + " /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID.slice/cri-containerd-ID.scope",
        "containerd told of systemd, /system.slice/containerd.service/kubepods-podUID.slice:cri-containerd:ID",
        "containerd told of systemd on v1, /kubepods-besteffort-podUID.slice:cri-containerd:ID",
        "containerd in kind, /kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-podUID.slice/cri-containerd-ID.scope",
        "containerd without a parent, /k8s.io/ID",
        "CRI-O systemd guaranteed, /kubepods.slice/kubepods-podUID.slice/crio-ID.scope",
        "CRI-O systemd burstable, /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/crio-ID.scope",
        "CRI-O cgroupfs, /kubepods/besteffort/pod2c48913c-b29f-11e7-9350-020968147796/crio-ID",
        "CRI-O told of systemd, /kubepods-podUID.slice:crio:ID",
        "Docker cgroupfs, /docker/ID",
        "Docker systemd, /system.slice/docker-ID.scope",
        "Docker below a parent, /actions_job/ID",
        "Docker without root, /user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope",
        "cri-dockerd cgroupfs, /kubepods/burstable/pod2c48913c-b29f-11e7-9350-020968147796/ID",
        "cri-dockerd systemd, /kubepods.slice/kubepods-podUID.slice/docker-ID.scope",
        "Podman systemd, /machine.slice/libpod-ID.scope",
        "Podman cgroupfs, /libpod_parent/libpod-ID",
        "Podman systemd in a pod, /machine.slice/machine-libpod_pod_OTHER.slice/libpod-ID.scope",
        "Podman cgroupfs in a pod, /libpod_parent/OTHER/libpod-ID",
        "Podman without root," + " /user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope",
        "Podman in a unit, /system.slice/web.service/libpod-payload-ID",
        "Podman in a user's unit,"
                + " /user.slice/user-1000.slice/user@1000.service/app.slice/web.service/libpod-payload-ID",
        "a runtime nobody has heard of, /system.slice/some-new_engine-ID.scope",
        "and with the other driver, /engine/ID",
        "seen from another cgroup namespace, /../crio-ID.scope"
    })
    void everyRuntimesShapeNamesItsContainer(String runtime, String shape) {
        assertThat(CgroupPath.containerId(path(shape))).as(runtime).hasValue(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/kubepods/burstable/pod1b2c",
                "/kubepods.slice/kubepods-podUID.slice",
                "/system.slice/ssh.service",
                "/kubepods.slice/kubepods-pod1.slice/crio-conmon-ID.scope",
                "/kubepods/pod1/crio-conmon-ID",
                "/machine.slice/libpod-conmon-ID.scope",
                "/libpod_parent/conmon",
                "/libpod_parent/ID",
                "/machine.slice/machine-libpod_pod_ID.slice",
                "/system.slice/web.service/supervisor",
                "/system.slice/ID.service", // a health check of Podman's
                "/system.slice/ID.timer",
                "/kata_overhead/ID",
                "/kata_overhead/kubepods/burstable/pod1/ID",
                "/kubepods/burstable/pod1/kata_ID",
                "/kubepods/pod1/ID/init.scope",
                "/kubepods.slice/kubepods-pod1.slice/crio-ID.scope/container",
                "/x/ID0",
                "/x/0ID",
                "/user.slice/default/anything"
            })
    void whatIsNoContainerHasNoId(String shape) {
        assertThat(CgroupPath.containerId(path(shape))).isEmpty();
    }

    @Test
    void idsThatAClientChoseAreKnownBelowContainerdsNamespaces() {
        assertThat(CgroupPath.containerId("/k8s.io/my-own_name.1")).hasValue("my-own_name.1");
        assertThat(CgroupPath.containerId("/default/by-hand")).hasValue("by-hand");
    }

    private static String path(String shape) {
        return shape.replace("OTHER", OTHER).replace("UID", UID).replace("ID", ID);
    }
}
