package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Memory;
import dev.vedette.policy.model.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
