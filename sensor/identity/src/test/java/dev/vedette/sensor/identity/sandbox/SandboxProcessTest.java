package dev.vedette.sensor.identity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BlindSpot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** gVisor's arguments as seen running here; the others' from the sources that {@link SandboxProcess} names. */
class SandboxProcessTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private static Optional<SandboxProcess> of(String program, String arguments, String groups) {
        return SandboxProcess.of(
                5, program, List.of(arguments.replace("ID", ID).split(" ", -1)), List.of(groups.replace("ID", ID)));
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/runsc, KERNEL_OF_ITS_OWN,"
                + " runsc-sandbox --root=/run/runsc boot --bundle=/b --controller-fd=6 --spec-fd=7 ID, 0::/",
        "/opt/renamed, KERNEL_OF_ITS_OWN, renamed boot --bundle=/b --spec-fd=7 short, 4:memory:/libpod_parent/libpod-ID",
        "/usr/bin/containerd-shim-runsc-v1, KERNEL_OF_ITS_OWN, containerd-shim-runsc-v1 -namespace k8s.io -id ID, 0::/",
        "/opt/kata/bin/containerd-shim-kata-v2, VIRTUAL_MACHINE,"
                + " /opt/kata/bin/containerd-shim-kata-v2 -namespace k8s.io -address /run/c.sock -id ID, 0::/",
        "/usr/local/bin/containerd-shim-aws-firecracker, VIRTUAL_MACHINE, x -namespace k8s.io -id ID, 0::/",
        "/opt/kata/bin/qemu-system-x86_64, VIRTUAL_MACHINE, qemu-system-x86_64 -name sandbox-ID -uuid u, 0::/",
        "/opt/kata/bin/cloud-hypervisor, VIRTUAL_MACHINE, ch --api-socket /run/vc/vm/ID/clh-api.sock, 0::/",
        "/opt/kata/bin/firecracker, VIRTUAL_MACHINE, firecracker --config-file /run/vc/firecracker/ID/root/f.json, 0::/",
        "/usr/bin/firecracker, VIRTUAL_MACHINE, firecracker --api-sock /run/f.sock, 0::/kubepods/pod1/kata_ID",
        "/usr/bin/qemu-system-aarch64, VIRTUAL_MACHINE, q -daemonize, 0::/kata_overhead/ID"
    })
    void isKnownByItsArgumentsOrItsGroup(String program, BlindSpot.Kind kind, String arguments, String groups) {
        SandboxProcess found = of(program, arguments, groups).orElseThrow();
        assertThat(found.kind()).isEqualTo(kind);
        assertThat(found.containerId()).isEqualTo(ID);
        assertThat(found.program()).isEqualTo(program);
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/containerd-shim-runc-v2, containerd-shim-runc-v2 -namespace k8s.io -id ID, 0::/",
        "/usr/bin/qemu-system-x86_64, qemu-system-x86_64 -name guest=web, 0::/machine.slice/machine-qemu.scope",
        "/usr/bin/runsc, runsc-gofer gofer --bundle=/b --spec-fd=3, 0::/",
        "/usr/bin/sleep, sleep ID, 0::/docker/ID",
        "/usr/sbin/mkinitrd, boot --bundle=x, 0::/"
    })
    void whatIsNoSandboxIsNotTakenForOne(String program, String arguments, String groups) {
        assertThat(of(program, arguments, groups)).isEmpty();
    }

    @Test
    void aShimWithoutAnIdSaysNothing() {
        assertThat(of("/x/containerd-shim-kata-v2", "containerd-shim-kata-v2 -id", "0::/"))
                .isEmpty();
    }
}
