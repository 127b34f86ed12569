package dev.vedette.console.replay;

import dev.vedette.policy.model.Finding;
import java.time.Duration;
import java.util.List;

/**
 * What two sets of policies say of one recording.
 *
 * @param gone found by the first alone
 * @param fresh found by the second alone
 * @param changed found by both, but not as bad or not answered alike
 * @param alike how many they find and answer alike
 * @param records how many were judged
 * @param unreadable how many could not be
 * @param taken how long the recording was
 */
public record Judgement(
        List<Finding> gone,
        List<Finding> fresh,
        List<Changed> changed,
        long alike,
        long records,
        long unreadable,
        Duration taken) {
    /** The same finding by either. */
    public record Changed(Finding before, Finding after) {}

    public Judgement {
        gone = List.copyOf(gone);
        fresh = List.copyOf(fresh);
        changed = List.copyOf(changed);
    }
}
