package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HooksTest {
    @ParameterizedTest
    @CsvSource({
        "file_open__openat, file_open",
        "file_open__lsm__again, file_open",
        "sched_process_exec, sched_process_exec",
    })
    void tellsTheFactFromTheProgramsName(String program, String fact) {
        assertThat(new ProgramSpec(program, "lsm/file_open", false).fact()).isEqualTo(fact);
    }

    @ParameterizedTest
    @CsvSource({
        "lsm/file_open, LSM",
        "lsm.s/file_open, LSM",
        "fentry/security_file_open, FENTRY",
        "fexit/do_mount, FENTRY",
        "tp_btf/sched_switch, TRACEPOINT",
        "tracepoint/syscalls/sys_exit_mount, TRACEPOINT",
        "cgroup/connect4, CGROUP",
        "cgroup_skb/egress, CGROUP",
        "iter/task_file, ON_CALL",
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
