package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.EventsLost;
import dev.vedette.policy.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingIdsTest {
    private final FindingIds ids = new FindingIds("boot-1");

    @Test
    void namesTheSameTheSame() {
        assertThat(ids.of(detection("VDT-1", "c1", "", 5)))
                .isEqualTo(new FindingIds("boot-1").of(detection("VDT-1", "c1", "", 5)))
                .matches("[0-9a-f]{32}");
    }

    @Test
    void tellsWhateverDiffersApart() {
        List<String> all = List.of(
                ids.of(detection("VDT-1", "c1", "", 5)),
                ids.of(detection("VDT-2", "c1", "", 5)),
                ids.of(detection("VDT-1", "c2", "", 5)),
                ids.of(detection("VDT-1", "c1", "", 6)),
                ids.of(detection("VDT-1", "c1", "key", 5)),
                ids.of(detection("VDT-1", "c1k", "ey", 5)),
                ids.of(detection("VDT-1c", "1", "", 5)),
                new FindingIds("boot-2").of(detection("VDT-1", "c1", "", 5)));

        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void makesOneFindingOfAllEventsWithTheSameKey() {
        assertThat(ids.of(detection("VDT-1", "c1", "key", 5))).isEqualTo(ids.of(detection("VDT-1", "c1", "key", 6)));
    }

    private static Detection detection(String rule, String container, String key, long epochNanos) {
        return Detection.of(
                        rule,
                        Severity.LOW,
                        new EventsLost("ring", "full", 1, Container.pending(container), epochNanos),
                        "events were lost")
                .withKey(key);
    }
}
