package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2002")
class CorePatternTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/sys/kernel/core_pattern",
                "/tmp/second/sys/kernel/core_pattern",
                "/proc/1/root/proc/sys/kernel/core_pattern",
                "/proc/sys/kernel/core_pipe_limit"
            })
    void findsWritesByWhateverWay(String path) {
        Finding finding = JUDGE.only("VDT-2002", Events.byServer().writes(Files.on(FileSystemMagic.PROC, path)));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.evidence()).containsEntry("file", path);
    }

    @Test
    void findsARuntimeThatWasMadeToWriteIt() {
        FileObject pattern = Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/core_pattern");

        assertThat(JUDGE.judge("VDT-2002", Events.byServer().duringSetup().writes(pattern)))
                .hasSize(1);
    }

    @Test
    void isSilentOnReadsOtherFilesAndTheNode() {
        FileObject pattern = Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/core_pattern");

        assertThat(JUDGE.judge(Events.byServer().reads(pattern))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().writes(Files.ofImage("/srv/core_pattern"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().writes(Files.on(FileSystemMagic.PROC, "/proc/self/oom_score_adj"))))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().onHost().writes(pattern))).isEmpty();
    }
}
