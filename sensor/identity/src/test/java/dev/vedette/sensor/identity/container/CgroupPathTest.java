package dev.vedette.sensor.identity.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kubepods/burstable/pod1b2c/%s",
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1b2c.slice/cri-containerd-%s.scope",
                "/kubepods.slice/kubepods-pod1.slice/crio-%s.scope",
                "/kubepods/pod1/crio-%s",
                "/docker/%s",
                "/system.slice/docker-%s.scope",
                "/machine.slice/libpod-%s.scope",
                "/libpod_parent/libpod-%s",
                "/k8s.io/%s"
            })
    void everyRuntimesShapeNamesItsContainer(String shape) {
        assertThat(CgroupPath.containerId(shape.formatted(ID))).hasValue(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/kubepods/burstable/pod1b2c",
                "/system.slice/ssh.service",
                "/kubepods.slice/kubepods-pod1.slice/crio-conmon-%s.scope",
                "/machine.slice/libpod-conmon-%s.scope",
                "/kubepods/pod1/%s/init.scope",
                "/x/%s0"
            })
    void whatIsNoContainerHasNoId(String shape) {
        assertThat(CgroupPath.containerId(shape.formatted(ID))).isEmpty();
    }

    @Test
    void idsThatAClientChoseAreKnownBelowTheKubernetesNamespace() {
        assertThat(CgroupPath.containerId("/k8s.io/my-own_name.1")).hasValue("my-own_name.1");
    }
}
