package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import java.util.List;

/** Which file of a list a change is about: the file itself, or the one that takes or loses its name. */
public final class TouchedFiles {
    private TouchedFiles() {}

    /** The path of the first that is in {@code names}, see {@link Readers#isNamed}; "" if none is. */
    public static String among(FileChanged changed, List<String> names) {
        if (isHarmless(changed.operation())) {
            return "";
        }
        String path = changed.path();
        if (Readers.isNamed(changed.file(), names)
                || (changed.file().path().isEmpty() && Readers.isNamed(FileObject.ofPath(path), names))) {
            return path;
        }
        String other = otherName(changed);
        return !other.isEmpty() && Readers.isNamed(FileObject.ofPath(other), names) ? other : "";
    }

    private static boolean isHarmless(Operation operation) {
        return operation == Operation.RMDIR
                || operation == Operation.SET_ATTRIBUTE
                || operation == Operation.REMOVE_ATTRIBUTE
                || operation == Operation.FALLOCATE;
    }

    /** The new name; the text of a symbolic link and the source of a copy are left as they are. */
    private static String otherName(FileChanged changed) {
        boolean renamed = changed.operation() == Operation.RENAME;
        if (!renamed && changed.operation() != Operation.LINK) {
            return "";
        }
        return renamed && !changed.other().path().isEmpty() ? changed.other().path() : changed.otherPath();
    }
}
