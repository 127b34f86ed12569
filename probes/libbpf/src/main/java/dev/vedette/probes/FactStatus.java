package dev.vedette.probes;

import java.util.Optional;

/**
 * One fact and the rung of its ladder on which it is told.
 *
 * @param fact the common beginning of its programs' names: {@code file_open}
 * @param rung empty if nothing of it runs
 * @param why one line: why it does not stand higher, or why it is not told at all; empty if it stands on its highest
 *     rung with all its programs
 * @param wanted whether it was asked for
 */
public record FactStatus(String fact, Optional<Rung> rung, String why, boolean wanted) {
    /** Whether what it is about can be refused here. */
    public boolean canDeny() {
        return fact.startsWith(ProgramSpec.DENIES) && rung.filter(Rung::canDeny).isPresent();
    }

    /** Whether what it is about is stopped here: refused, or on a lower rung ended before it does anything. */
    public boolean canStop() {
        return fact.startsWith(ProgramSpec.DENIES) && rung.isPresent();
    }

    /** What this rung does not see or cannot do, one sentence; empty if nothing of note. */
    public String limit() {
        return rung.map(on -> RungLimits.of(fact, on)).orElse("");
    }
}
