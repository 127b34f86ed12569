package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2008")
class RuntimeBinaryWrittenTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"/proc/77/exe", "/host/usr/bin/runc", "/usr/sbin/runc"})
    void findsTheRuntimesInodeUnderAnyPath(String path) {
        Finding finding = JUDGE.only(
                "VDT-2008", Events.byServer().opened(FileObject.ofPath(path), false, true, FileRole.RUNTIME_BINARY));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void isSilentOnReadsOnAFileOfTheSameNameAndOnTheNode() {
        FileObject runc = FileObject.ofPath("/usr/bin/runc");

        assertThat(JUDGE.judge("VDT-2008", Events.byServer().opened(runc, true, false, FileRole.RUNTIME_BINARY)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2008", Events.byServer().writes(runc))).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2008", Events.byServer().onHost().opened(runc, false, true, FileRole.RUNTIME_BINARY)))
                .isEmpty();
    }
}
