package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.ProbeStatus.State;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final ProgramSpec LSM = new ProgramSpec("open__lsm", "lsm/file_open", false);
    private static final ProgramSpec LSM_EXTRA = new ProgramSpec("open__lsm_extra", "lsm/file_extra", true);
    private static final ProgramSpec FENTRY = new ProgramSpec("open__fentry", "fentry/security_file_open", false);
    private static final ProgramSpec OPEN = new ProgramSpec("open__open", "tracepoint/syscalls/sys_exit_open", false);
    private static final ProgramSpec OPENAT =
            new ProgramSpec("open__openat", "tracepoint/syscalls/sys_exit_openat", false);

    private final Ladder ladder = new Ladder("open", List.of(OPENAT, LSM, FENTRY, OPEN, LSM_EXTRA));

    @BeforeEach
    void begin() {
        ladder.begin(true);
    }

    @Test
    void beginsAtTheTop() {
        assertThat(ladder.rung()).isEqualTo(Rung.LSM);
        assertThat(ladder.chosen()).containsExactly(LSM, LSM_EXTRA);
    }

    @Test
    void aRefusedProgramBreaksItsRung() {
        ladder.noteRefused(LSM, "too complex");
        assertThat(ladder.broken()).contains("open__lsm", "too complex");
        assertThat(ladder.fall(ladder.broken())).isTrue();
        assertThat(ladder.chosen()).containsExactly(FENTRY);
        ladder.noteAttached(FENTRY);
        assertThat(ladder.status().rung()).contains(Rung.FENTRY);
        assertThat(ladder.status().why()).contains("not lsm", "too complex");
        assertThat(ladder.status(LSM).state()).isEqualTo(State.REFUSED);
        assertThat(ladder.status(OPEN).state()).isEqualTo(State.OTHER_RUNG);
    }

    @Test
    void anOptionalProgramIsLeftOut() {
        ladder.noteAbsent(LSM_EXTRA, "this kernel has no lsm/file_extra");
        assertThat(ladder.broken()).isEmpty();
        assertThat(ladder.chosen()).containsExactly(LSM);
        assertThat(ladder.status(LSM_EXTRA).state()).isEqualTo(State.HOOK_ABSENT);
    }

    @Test
    void aRungOfWhichNothingIsLeftIsBroken() {
        Ladder optional = new Ladder("open", List.of(LSM_EXTRA, OPEN));
        optional.begin(true);
        optional.noteAbsent(LSM_EXTRA, "this kernel has no lsm/file_extra");
        assertThat(optional.broken()).isEqualTo("this kernel has no lsm/file_extra");
    }

    @Test
    void onTheLastRungTheRestStays() {
        ladder.fall("no lsm");
        ladder.fall("no fentry");
        ladder.noteRefused(OPEN, "verdict");
        assertThat(ladder.broken()).isEmpty();
        assertThat(ladder.fall("anything")).isFalse();
        assertThat(ladder.chosen()).containsExactly(OPENAT);
        ladder.noteAttached(OPENAT);
        assertThat(ladder.status().rung()).contains(Rung.TRACEPOINT);
        assertThat(ladder.status().why()).contains("no lsm", "no fentry", "verdict");
    }

    @Test
    void nothingIsLoadedOfAKindThatTheKernelRefuses() {
        Ladder only = new Ladder("deny_open", List.of(new ProgramSpec("deny_open__lsm", "lsm/file_open", false)));
        only.begin(true);
        only.noteRefusedKind("add bpf to its lsm=");
        assertThat(only.chosen()).isEmpty();
        assertThat(only.status().rung()).isEmpty();
        assertThat(only.status().canDeny()).isFalse();
        assertThat(only.status().why()).contains("not lsm", "add bpf to its lsm=");
        assertThat(only.status(only.programs().getFirst()).missing()).isFalse();
    }

    @Test
    void nothingOfAnUnwantedFactIsMissing() {
        ladder.begin(false);
        assertThat(ladder.status().why()).isEqualTo("not asked for");
        assertThat(ladder.status(OPEN).missing()).isFalse();
    }

    @Test
    void isTakenOverOnTheRungOnWhichItRuns() {
        ladder.adopt(Set.of("open__fentry"));
        assertThat(ladder.status().rung()).contains(Rung.FENTRY);
        assertThat(ladder.attached()).containsExactly("open__fentry");
    }

    @Test
    void isNotTakenOverIfNothingOfItRuns() {
        ladder.adopt(Set.of("sched_process_exec"));
        assertThat(ladder.rung()).isEqualTo(Rung.LSM);
        assertThat(ladder.attached()).isEmpty();
    }
}
