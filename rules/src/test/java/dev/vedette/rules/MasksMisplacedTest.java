package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2027")
class MasksMisplacedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Isolations SPEC =
            Isolations.ordinary().hiding("/proc/kcore", "/sys/firmware").protecting("/proc/sys", "/proc/bus");

    @Test
    void findsAMaskThatIsMissing() {
        Isolations seen = Isolations.ordinary().hiding("/sys/firmware").protecting("/proc/sys", "/proc/bus");

        Finding finding = JUDGE.only("VDT-2027", seen.seenAgainst(SPEC));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("/proc/kcore can be looked into").doesNotContain("/sys/firmware");
    }

    @Test
    void findsAPathThatCanBeWrittenAgainstTheSpecification() {
        Isolations seen =
                Isolations.ordinary().hiding("/proc/kcore", "/sys/firmware").protecting("/proc/bus");

        assertThat(JUDGE.only("VDT-2027", seen.seenAgainst(SPEC)).message()).contains("/proc/sys can be written");
    }

    @Test
    void findsAMaskThatShowsSomethingElseWhateverTheSpecificationSays() {
        Isolations seen = Isolations.ordinary().showing("/proc/kcore", "proc:/sys/kernel/core_pattern");

        assertThat(JUDGE.only("VDT-2027", seen.seenIn(Source.KERNEL)).message())
                .contains("/proc/kcore shows proc:/sys/kernel/core_pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/sysrq-trigger",
                "/proc/sys/kernel/core_pattern",
                "/proc/sys/kernel/core_pipe_limit",
                "/proc/sys/kernel/modprobe",
                "/proc/kcore"
            })
    void findsARuntimeWhoseWriteIsLedAstray(String path) {
        assertThat(JUDGE.judge(
                        "VDT-2027", Events.byServer().duringSetup().writes(Files.on(FileSystemMagic.PROC, path))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.CRITICAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/4711/attr/apparmor/exec",
                "/proc/1/task/1/attr/exec",
                "/proc/4711/oom_score_adj",
                "/proc/sys/net/ipv4/ping_group_range",
                "/proc/sys/kernel/shm_rmid_forced",
                "/proc/4711/uid_map"
            })
    void isSilentOnWhatRuntimesWrite(String path) {
        assertThat(JUDGE.judge(
                        "VDT-2027", Events.byServer().duringSetup().writes(Files.on(FileSystemMagic.PROC, path))))
                .isEmpty();
    }

    @Test
    void isSilentOnWhatAContainersOwnProgramsWrite() {
        assertThat(JUDGE.judge(
                        "VDT-2027", Events.byServer().writes(Files.on(FileSystemMagic.PROC, "/proc/sysrq-trigger"))))
                .isEmpty();
    }

    @Test
    void isSilentWhereAllIsInPlaceAlsoByAMountAbove() {
        Isolations seen =
                Isolations.ordinary().hiding("/proc/kcore", "/sys/firmware").protecting("/proc");

        assertThat(JUDGE.judge("VDT-2027", seen.seenAgainst(SPEC))).isEmpty();
    }

    @Test
    void isSilentWhereTheSpecificationAsksForNoMasks() {
        assertThat(JUDGE.judge(
                        "VDT-2027",
                        Isolations.ordinary()
                                .inDetail()
                                .seenAgainst(Isolations.ordinary().inDetail())))
                .isEmpty();
    }

    @Test
    void isSilentWhereMountsCouldNotBeRead() {
        assertThat(JUDGE.judge("VDT-2027", Isolations.ordinary().seenAgainst(SPEC)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2027", SPEC.seenIn(Source.RUNTIME))).isEmpty();
    }

    @Test
    void isSilentOnWhatARuntimeReadsAndOnWhatItWritesElsewhere() {
        Events runtime = Events.byServer().duringSetup();

        assertThat(JUDGE.judge(
                        "VDT-2027", runtime.reads(Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/cap_last_cap"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2027", runtime.writes(Files.on(FileSystemMagic.CGROUP2, "/sys/fs/cgroup/x/memory.max"))))
                .isEmpty();
    }
}
