package dev.vedette.sensor.identity.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ProcessId;
import org.junit.jupiter.api.Test;

class LineagesTest {
    private static final long GRAIN = 10_000_000;

    private final Lineages lineages = new Lineages();

    private static ProcessId id(int pid) {
        return new ProcessId(pid, pid * GRAIN);
    }

    private void fork(int parent, int child) {
        lineages.born(id(child), id(parent));
    }

    @Test
    void knowsADescendantWhoseParentsHaveEnded() {
        lineages.born(id(1), null);
        fork(1, 2);
        fork(2, 3);
        fork(3, 4);
        fork(1, 5);
        lineages.ended(id(3));
        lineages.ended(id(2));

        assertThat(lineages.descendants(id(2))).containsExactly(id(4));
        assertThat(lineages.descendants(id(1))).containsExactlyInAnyOrder(id(4), id(5));
        assertThat(lineages.descendants(id(4))).isEmpty();
    }

    @Test
    void tellsALaterProcessOfTheSameNumberApart() {
        lineages.born(id(1), null);
        fork(1, 2);
        fork(2, 3);
        lineages.ended(id(2));
        ProcessId later = new ProcessId(2, 99 * GRAIN);
        lineages.born(later, id(1));
        lineages.born(id(7), later);

        assertThat(lineages.descendants(id(2))).containsExactly(id(3));
        assertThat(lineages.descendants(later)).containsExactly(id(7));
    }

    @Test
    void takesStartTimesInTheGrainOfProcForTheSame() {
        lineages.born(id(1), null);
        lineages.born(new ProcessId(2, 2 * GRAIN + 4_711), new ProcessId(1, GRAIN + 17));

        assertThat(lineages.descendants(new ProcessId(1, GRAIN + 9))).containsExactly(id(2));
    }

    @Test
    void aChainThatNeverEndsTakesNoMoreRoomThanItsLastSeconds() {
        lineages.born(id(1), null);
        for (int pid = 2; pid <= 5_000; pid++) {
            fork(pid - 1, pid);
            if (pid > 2) {
                lineages.ended(id(pid - 1));
            }
        }
        assertThat(lineages.size()).isEqualTo(5_000);

        lineages.sweep(System.nanoTime() + Lineages.REMEMBERED_NANOS + 1);

        assertThat(lineages.size()).isEqualTo(2);
        assertThat(lineages.descendants(id(1))).containsExactly(id(5_000));
    }

    @Test
    void aChainIsNotWalkedForEachOfManyThatHangOnIt() {
        lineages.born(id(1), null);
        for (int pid = 2; pid <= 100_000; pid++) {
            fork(pid - 1, pid);
        }

        assertThat(lineages.descendants(id(1))).hasSize(99_999);
        assertThat(lineages.descendants(id(50_000))).hasSize(50_000);
    }
}
