package dev.vedette.policy.model;

import java.time.Duration;
import java.util.Objects;

/**
 * A container has destroyed many files within five minutes that were there before it: told at 64, and each time that their
 * number has doubled. {@link #process()} is who destroyed the last one.
 *
 * @param removed files that were removed, or that others were moved over
 * @param renamed files that got another name
 * @param emptied files that were cut, or opened to be written anew
 * @param rewritten files that were opened to be written where they are
 * @param unsure how many of all these may be the container's own
 * @param folders in about how many folders they were, at most 64
 * @param within since the first of them
 * @param last the last one; only its path as the program wrote it where no more is known
 * @param habit what is known of the workload
 */
public record FilesDestroyed(
        EventContext context,
        long removed,
        long renamed,
        long emptied,
        long rewritten,
        long unsure,
        int folders,
        Duration within,
        FileObject last,
        Habit habit)
        implements Event {
    /** Whether the workload is wont to destroy so many files. */
    public enum Habit {
        /** It was not learned long enough. */
        UNKNOWN,
        USUAL,
        UNUSUAL
    }

    public FilesDestroyed {
        Objects.requireNonNull(within, "within is null");
        Objects.requireNonNull(last, "last is null");
        Objects.requireNonNull(habit, "habit is null");
    }

    /** Each file at least once. */
    public long all() {
        return removed + renamed + emptied + rewritten;
    }

    /** Those that were there before the container for sure. */
    public long foreign() {
        return all() - unsure;
    }

    /** The same with what is known of the workload. */
    public FilesDestroyed with(Habit known) {
        return new FilesDestroyed(context, removed, renamed, emptied, rewritten, unsure, folders, within, last, known);
    }
}
