package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DetectionTest {
    @Test
    void saysOfAnEventWhatIsOutOfTheOrdinary() {
        assertThat(evidence(Entry.IO_URING, Enforcement.WOULD_DENY))
                .isEqualTo(Map.of("entry", "io uring", "enforcement", "would deny"));
        assertThat(evidence(Entry.COMPAT_SYSTEM_CALL, Enforcement.DENIED))
                .isEqualTo(Map.of("entry", "compat system call", "enforcement", "denied"));
        assertThat(evidence(Entry.SYSTEM_CALL, Enforcement.NONE)).isEmpty();
        assertThat(evidence(Entry.KERNEL, Enforcement.NONE)).isEmpty();
    }

    private static Map<String, String> evidence(Entry entry, Enforcement enforcement) {
        EventContext context = new EventContext(
                1,
                2,
                ProcessInfo.NONE,
                Container.HOST,
                LifePhase.HOST,
                Set.of(),
                Origin.LIVE,
                3,
                entry,
                enforcement,
                false);
        return Detection.of("X-1", Severity.LOW, new TaskRenamed(context, "a", "b"), "It happened.")
                .evidence();
    }
}
