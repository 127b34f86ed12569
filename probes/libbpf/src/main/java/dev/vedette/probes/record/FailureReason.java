package dev.vedette.probes.record;

import java.util.Optional;

/** Why something was lost in the kernel. The ordinal is {@code enum vdt_reason} of {@code failure.h}. */
public enum FailureReason {
    /** The record is lost: user space reads too slowly. */
    RING_FULL,
    /** The record is lost: too many programs interrupted each other on one CPU. */
    SCRATCH_BUSY,
    /** Something could not be remembered. */
    MAP_FULL,
    /** A text or fact is missing from a record that was sent. */
    READ_FAULT,
    /** The beginning of a path is missing. */
    PATH_TRUNCATED,
    /** The end of a text is missing. */
    TEXT_TRUNCATED,
    /** A descriptor no longer led to a file: another thread closed it. */
    NO_FILE,
    /** A call returned whose beginning was not seen. */
    NO_ENTRY,
    /** Not told, because the same was told shortly before: nothing is missing. */
    REPEAT,
    /** The record is lost: its control group sent more than its share. */
    OVER_BUDGET,
    /** A program that is denied runs: the signal could not be sent. */
    NOT_KILLED;

    private static final FailureReason[] ALL = values();

    /** The reason of a number from the kernel; empty for one this version doesn't know. */
    public static Optional<FailureReason> of(int number) {
        return number < 0 || number >= ALL.length ? Optional.empty() : Optional.of(ALL[number]);
    }
}
