package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3045")
class KernelFactsSoughtTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject SYMBOLS = proc("/proc/kallsyms");

    private static FileObject proc(String path) {
        return Files.on(FileSystemMagic.PROC, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/kallsyms",
                "/proc/iomem",
                "/dev/cpu/0/msr",
                "/sys/kernel/tracing/available_filter_functions",
                "/sys/kernel/btf/vmlinux"
            })
    void findsToolsThatShowAnyFile(String path) {
        assertThat(JUDGE.only("VDT-3045", Events.by(Processes.of("/bin/grep")).reads(proc(path)))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void ratesDroppedToolsSessionsAndShellsOfServersHigher() {
        Processes dropped = Processes.process().executable(Files.onOverlay("/tmp/probe", OverlayLayer.UPPER));
        Processes session = Processes.of("/usr/bin/perl").stdio(Stdio.Kind.TERMINAL);
        Processes shell = Processes.of("/bin/sh").childOf(Processes.process().serving());

        for (Processes by : new Processes[] {dropped, session, shell}) {
            assertThat(JUDGE.only("VDT-3045", Events.by(by).reads(SYMBOLS)).severity())
                    .isEqualTo(Severity.MEDIUM);
        }
    }

    @Test
    void isSilentOnProgramsOfTheImageAndOnOtherFiles() {
        assertThat(JUDGE.judge("VDT-3045", Events.byServer().reads(SYMBOLS))).isEmpty();
        assertThat(JUDGE.judge("VDT-3045", Events.by(Processes.of("/bin/cat")).reads(proc("/proc/meminfo"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3045", Events.by(Processes.of("/bin/cat")).writes(SYMBOLS)))
                .isEmpty();
    }
}
