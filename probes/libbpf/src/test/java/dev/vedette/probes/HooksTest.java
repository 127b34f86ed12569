package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HooksTest {
    @ParameterizedTest
    @CsvSource({
        "tp_btf/sched_process_exec, process",
        "tp_btf/sched_switch, contention",
        "tp_btf/sched_wakeup_new, contention",
        "tp_btf/cgroup_mkdir, cgroup",
        "tp_btf/inet_sock_set_state, network",
        "tracepoint/syscalls/sys_exit_connect, network",
        "tracepoint/syscalls/sys_exit_accept4, network",
        "tracepoint/syscalls/sys_exit_openat2, file",
        "tracepoint/syscalls/sys_exit_open_by_handle_at, file",
        "tracepoint/syscalls/sys_exit_creat, file",
        "tp_btf/io_uring_complete, file",
        "tracepoint/syscalls/sys_enter_mount, mount",
        "tracepoint/syscalls/sys_exit_move_mount, mount",
        "tracepoint/syscalls/sys_exit_fsconfig, mount",
        "tracepoint/syscalls/sys_enter_setns, isolation",
        "tracepoint/syscalls/sys_exit_unshare, isolation",
        "tracepoint/syscalls/sys_exit_setresuid, credentials",
        "tracepoint/syscalls/sys_exit_capset, credentials",
        "tracepoint/syscalls/sys_exit_finit_module, kernel",
        "tracepoint/syscalls/sys_exit_bpf, kernel",
        "lsm/bprm_check_security, other",
    })
    void tellsWhatAProgramIsAboutFromItsHook(String section, String concern) {
        assertThat(Concern.ofSection(section)).isEqualTo(concern);
    }

    @ParameterizedTest
    @CsvSource({
        "lsm/file_open, LSM",
        "lsm.s/file_open, LSM",
        "fentry/security_file_open, FENTRY",
        "fexit/do_mount, FENTRY",
        "tp_btf/sched_switch, TRACEPOINT",
        "tracepoint/syscalls/sys_exit_mount, TRACEPOINT",
    })
    void tellsTheRungFromTheSection(String section, Rung rung) {
        assertThat(Rung.ofSection(section)).isEqualTo(rung);
    }

    @Test
    void turnsTheDeviceNumberOfStatIntoTheKernels() {
        // major 259, minor 70000 as gnu_dev_makedev packs them
        long statDevice = (259L << 8) | (70000L & 0xff) | ((70000L & 0xffffff00L) << 12);
        assertThat(KernelProbes.device(statDevice)).isEqualTo((259L << 20) | 70000L);
    }
}
