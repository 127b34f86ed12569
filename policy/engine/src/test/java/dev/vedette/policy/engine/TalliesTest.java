package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Memory;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Tally;
import dev.vedette.policy.model.TaskRenamed;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TalliesTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Memory memory = new Tallies();

    private record At(Container container, long epochNanos) implements Fact {}

    private static Fact at(String container, long seconds) {
        return new At(Container.pending(container), Duration.ofSeconds(seconds).toNanos());
    }

    private Tally note(String container, long seconds, String item) {
        return memory.note("VDT-0001", at(container, seconds), "", item, WINDOW);
    }

    @Test
    void countsEqualItemsOnceAndAllInTheTotal() {
        note("a", 1, "x");
        note("a", 2, "y");

        Tally tally = note("a", 3, "x");

        assertThat(tally.items()).containsExactly("y", "x");
        assertThat(tally.distinct()).isEqualTo(2);
        assertThat(tally.total()).isEqualTo(3);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindowAndBeginsTheTotalAnew() {
        note("a", 1, "x");
        assertThat(note("a", 11, "y").items()).containsExactly("x", "y");

        Tally tally = note("a", 22, "z");

        assertThat(tally.items()).containsExactly("z");
        assertThat(tally.total()).isEqualTo(1);
    }

    /** The clock since the machine's start goes on, whatever the time of day is set to. */
    @ParameterizedTest
    @ValueSource(longs = {5 * 3_600, -5 * 3_600})
    void windowsGoOnWhereTheTimeOfDayIsSet(long jumpSeconds) {
        memory.note("VDT-0001", event(1, 0), "", "before", WINDOW);
        assertThat(memory.note("VDT-0001", event(3, jumpSeconds), "", "soon after", WINDOW)
                        .items())
                .containsExactly("before", "soon after");
        // One that waited for its container's name, from before the clock was set.
        assertThat(memory.note("VDT-0001", event(2, 0), "", "late", WINDOW).items())
                .containsExactly("before", "soon after", "late");
        assertThat(memory.recall("VDT-0001", event(12, jumpSeconds), "", WINDOW).items())
                .containsExactly("soon after", "late");
        assertThat(memory.recall("VDT-0001", event(20, jumpSeconds), "", WINDOW).items())
                .isEmpty();
    }

    private static Fact event(long bootSeconds, long jumpSeconds) {
        long boot = Duration.ofSeconds(bootSeconds).toNanos();
        long epoch =
                Duration.ofSeconds(1_700_000_000 + bootSeconds + jumpSeconds).toNanos();
        return new TaskRenamed(
                new EventContext(
                        boot,
                        epoch,
                        ProcessInfo.NONE,
                        Container.pending("a"),
                        LifePhase.RUNNING,
                        Set.of(),
                        Origin.LIVE,
                        0),
                "a",
                "b");
    }

    @Test
    void keepsContainersSubjectsAndTalliesApart() {
        note("a", 1, "x");
        memory.note("VDT-0001", at("a", 1), "subject", "s", WINDOW);
        memory.note("VDT-0002", at("a", 1), "", "t", WINDOW);

        assertThat(note("b", 1, "y").items()).containsExactly("y");
        assertThat(note("a", 1, "z").items()).containsExactly("x", "z");
    }

    @Test
    void remembersABoundedNumberOfItemsTheNewestFirstOfAll() {
        for (int i = 0; i < Memory.MOST_ITEMS + 10; i++) {
            note("a", 1, "item " + i);
        }

        Tally tally = note("a", 1, "last");

        assertThat(tally.items()).hasSize(Memory.MOST_ITEMS).contains("last").doesNotContain("item 0");
    }

    @Test
    void remembersABoundedNumberOfSubjectsAndForgetsTheOneNotedLongestAgo() {
        note("first", 1, "x");
        note("second", 1, "x");
        for (int i = 0; i < Memory.MOST_SUBJECTS - 2; i++) {
            note("container " + i, 1, "x");
        }
        note("first", 1, "y");
        note("one more", 1, "x");

        assertThat(note("first", 1, "z").distinct()).isEqualTo(3);
        assertThat(note("second", 1, "z").distinct()).isEqualTo(1);
    }

    @Test
    void recallsWithoutNoting() {
        note("a", 1, "x");

        assertThat(memory.recall("VDT-0001", at("a", 5), "", WINDOW).items()).containsExactly("x");
        assertThat(memory.recall("VDT-0001", at("a", 5), "", WINDOW).total()).isEqualTo(1);
        assertThat(memory.recall("VDT-0001", at("b", 5), "", WINDOW).items()).isEmpty();
        assertThat(memory.recall("VDT-0001", at("a", 12), "", WINDOW).items()).isEmpty();
    }

    @Test
    void aClockThatGoesBackKeepsWhatWasNoted() {
        note("a", 100, "x");

        assertThat(note("a", 50, "y").items()).containsExactly("x", "y");
    }
}
