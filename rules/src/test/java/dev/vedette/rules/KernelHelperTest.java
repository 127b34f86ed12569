package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2003")
class KernelHelperTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes KERNEL_THREAD =
            Processes.process().executable(FileObject.NONE).pid(2);

    @ParameterizedTest
    @ValueSource(strings = {"/proc/sys/kernel/modprobe", "/proc/sys/kernel/hotplug", "/proc/sys/kernel/poweroff_cmd"})
    void findsSettingsThatNameAProgram(String path) {
        assertThat(JUDGE.only("VDT-2003", Events.byServer().writes(Files.on(FileSystemMagic.PROC, path)))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsOtherWaysToMakeTheKernelAct() {
        FileObject kinds = Files.on(FileSystemMagic.BINFMT_MISC, "/any/register");

        assertThat(JUDGE.only("VDT-2003", Events.byServer().writes(kinds)).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-2003", Events.byServer().inOwnUserNamespace().writes(kinds))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.judge(
                        "VDT-2003", Events.byServer().writes(Files.on(FileSystemMagic.PROC, "/proc/sysrq-trigger"))))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-2003", Events.byServer().writes(Files.on(FileSystemMagic.TRACEFS, "/t/kprobe_events"))))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-2003",
                        Events.byServer().writes(Files.on(FileSystemMagic.SYSFS, "/sys/kernel/uevent_helper"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/docker/overlay2/abc/diff/cmd",
                "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/42/fs/tmp/cmd",
                "/run/containerd/io.containerd.runtime.v2.task/k8s.io/abc/rootfs/cmd"
            })
    void findsAContainersFileStartedByTheKernel(String path) {
        Processes started =
                Processes.process().executable(Files.ofHostPath(path)).childOf(KERNEL_THREAD);

        assertThat(JUDGE.only("VDT-2003", Events.by(started).onHost().executes())
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsOneReachedByAContainersMount() {
        Processes started = Processes.process()
                .executable(Files.through(99, Files.ofImage("/cmd")))
                .childOf(KERNEL_THREAD);

        assertThat(JUDGE.judge("VDT-2003", Events.by(started).onHost().executes()))
                .hasSize(1);
    }

    @Test
    void isSilentOnReadingOtherSettingsTheNodesHelpersAndWhatTheNodeStarts() {
        Processes helper = Processes.process()
                .executable(Files.ofHostPath("/usr/lib/systemd/systemd-coredump"))
                .childOf(KERNEL_THREAD);
        Processes runtime = Processes.process()
                .executable(Files.ofHostPath("/var/lib/docker/overlay2/abc/diff/cmd"))
                .childOf(Processes.of("/bin/bash"));

        assertThat(JUDGE.judge(Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/modprobe"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().writes(Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/hostname"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2003", Events.byServer().writes(Files.ofImage("/srv/register"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2003", Events.by(helper).onHost().executes()))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2003", Events.by(runtime).onHost().executes()))
                .isEmpty();
    }

    @Test
    void isSilentOnWhatASandboxHasPutInASettingsPlace() {
        assertThat(JUDGE.judge(
                        "VDT-2003",
                        Events.byServer().writes(Files.on(FileSystemMagic.TMPFS, "/proc/sys/kernel/modprobe"))))
                .isEmpty();
    }
}
