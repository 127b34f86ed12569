package dev.vedette.sensor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.policy.model.SensorNotice.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private final Notices notices = new Notices(new EpochClock(Clock.systemUTC()));
    private final List<Fact> facts = new ArrayList<>();

    private void look(int second) {
        notices.look(TimeUnit.SECONDS.toNanos(second), facts::add);
    }

    @Test
    void countsEqualOnesTogetherAndSaysThemOnce() {
        look(0);
        notices.say(Kind.OUTPUT_BEHIND, "kafka", "it failed");
        notices.say(Kind.OUTPUT_BEHIND, "kafka", "it failed");
        notices.say(Kind.OUTPUT_BEHIND, "file", "it failed");
        look(1);
        look(2);

        assertThat(facts)
                .extracting(fact -> ((SensorNotice) fact).subject() + " " + ((SensorNotice) fact).count())
                .containsExactly("kafka 2", "file 1");
    }

    @Test
    void keepsWhatIsSaidWhileItIsHandedOnForTheNextTime() {
        look(0);
        notices.say(Kind.FINDING_WITHHELD, "VDT-1001", "house");
        notices.look(TimeUnit.SECONDS.toNanos(1), fact -> notices.say(Kind.FINDING_WITHHELD, "VDT-1002", "house"));
        look(2);

        assertThat(facts).extracting(fact -> ((SensorNotice) fact).subject()).containsExactly("VDT-1002");
    }

    @Test
    void isBounded() {
        look(0);
        for (int i = 0; i < 10_000; i++) {
            notices.say(Kind.POLICY_REFUSED, "file-" + i, "x");
        }
        look(1);

        assertThat(facts).hasSize(256);
    }
}
