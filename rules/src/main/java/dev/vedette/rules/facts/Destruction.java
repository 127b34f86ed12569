package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.FilesDestroyed.Habit;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.List;

/** Many files that a container has destroyed: whether it does so about its business, and how bad it is. */
public final class Destruction {
    private static final int FEWEST = 200;
    /** By the workload's own program, as long as it is not known what is usual. */
    private static final int FEWEST_BY_OWN = 800;

    private static final int MANY_FOLDERS = 8;

    private Destruction() {}

    /** Whether it is more than the workload's business, by all that is known. */
    public static boolean isBulk(FilesDestroyed event) {
        return event.habit() != Habit.USUAL
                && !EarlyLife.prepares(event.container())
                && !Builds.isPartOf(event.process(), List.of())
                && isMany(event)
                && (event.folders() >= MANY_FOLDERS || isSomebodyElses(event));
    }

    /** A store opens thousands of its files to write to them: of its own program that says nothing, until it is learned. */
    private static boolean isMany(FilesDestroyed event) {
        if (!isOwn(event) || event.habit() != Habit.UNKNOWN) {
            return event.foreign() >= FEWEST;
        }
        return event.foreign() - event.rewritten() >= FEWEST_BY_OWN;
    }

    private static boolean isOwn(FilesDestroyed event) {
        Caller caller = Caller.of(event);
        return caller == Caller.OWN || caller == Caller.TOOL_AT_START;
    }

    /** Then it need not be many folders. */
    private static boolean isSomebodyElses(FilesDestroyed event) {
        Caller caller = Caller.of(event);
        return caller == Caller.FOREIGN || caller == Caller.SESSION;
    }

    /**
     * By who did it; a step more where the workload is known not to do so, a step less of files that the image brings again.
     */
    public static Severity severity(FilesDestroyed event) {
        Caller caller = Caller.of(event);
        boolean more = event.habit() == Habit.UNUSUAL;
        boolean less = isOfImage(event.last());
        if (more == less) {
            return caller.severity(Severity.LOW, Severity.MEDIUM, Severity.HIGH);
        }
        return more
                ? caller.severity(Severity.MEDIUM, Severity.HIGH, Severity.HIGH)
                : caller.severity(Severity.INFO, Severity.LOW, Severity.MEDIUM);
    }

    private static boolean isOfImage(FileObject file) {
        return file.layer() == OverlayLayer.LOWER || file.layer() == OverlayLayer.BOTH;
    }

    /** What was done to the files, as people read it. */
    public static String ways(FilesDestroyed event) {
        List<String> ways = new ArrayList<>();
        add(ways, event.removed(), "removed");
        add(ways, event.renamed(), "renamed");
        add(ways, event.emptied(), "emptied");
        add(ways, event.rewritten(), "opened to be written over");
        return String.join(", ", ways);
    }

    private static void add(List<String> ways, long count, String way) {
        if (count > 0) {
            ways.add(count + " " + way);
        }
    }

    /** In how many folders. */
    public static String folders(FilesDestroyed event) {
        return event.folders() == 1 ? "one folder" : "about " + event.folders() + " folders";
    }
}
