package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Which names a change gave to files, and what new links lead to. */
public final class NewNames {
    private NewNames() {}

    /** The path that has another content since: the new one of a rename or a link, else the file's own. "" for none. */
    public static String given(FileChanged change) {
        return switch (change.operation()) {
            case RENAME, LINK -> change.otherPath();
            default -> change.path();
        };
    }

    /** Whether a name was given to a file that fits one of the patterns. */
    public static boolean isGivenIn(FileChanged change, List<String> patterns) {
        return switch (change.operation()) {
            case RENAME, LINK, SYMLINK -> PathPatterns.anyFits(patterns, given(change));
            default -> false;
        };
    }

    /** What a new link leads to: the file of a hard link; of a symbolic one its text, from where it lies. "" for none. */
    public static String target(FileChanged change) {
        return switch (change.operation()) {
            case LINK -> change.path();
            case SYMLINK -> from(change.path(), change.otherPath());
            default -> "";
        };
    }

    /** Where a new link lies. */
    public static String place(FileChanged change) {
        return change.operation() == FileChanged.Operation.SYMLINK ? change.path() : change.otherPath();
    }

    private static String from(String link, String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            return "";
        }
        try {
            Path target = Path.of(link).resolveSibling(text).normalize();
            String path = target.toString();
            return path.startsWith("/proc/self/root/") ? path.substring("/proc/self/root".length()) : path;
        } catch (InvalidPathException e) {
            return ""; // no path that this system can have
        }
    }

    /** Whether it is an ordinary file, as far as known. */
    public static boolean isRegular(FileObject file) {
        return (file.mode() & 0170000) == 0100000;
    }
}
