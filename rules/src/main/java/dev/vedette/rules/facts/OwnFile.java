package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;

/** Programs whose file is removed while or after they run. */
public final class OwnFile {
    private OwnFile() {}

    /**
     * Whether an unlinked name was the last one of the file that the process, or one that it descends from in the container,
     * runs.
     * Package managers remove a second name of what they replace.
     */
    public static boolean isRemoved(FileChanged changed) {
        return isLastName(changed.file())
                && Ancestry.inContainer(changed.process()).stream()
                        .anyMatch(p -> isSame(changed.file(), p.executable()));
    }

    /** Whether somebody who is steered from outside unlinks a file that may be a program which is not of the image. */
    public static boolean isLateProgramRemoved(FileChanged changed) {
        FileObject file = changed.file();
        return isLastName(file)
                && (!file.known() || Programs.isWrittenLater(file))
                && Behind.isSteered(changed.process());
    }

    /** By what its run and its removal meet: the object, or its path where the object is not known any more. */
    public static String subject(FileObject file) {
        return file.known() ? file.device() + ":" + file.inode() : file.path();
    }

    private static boolean isLastName(FileObject file) {
        return file.links() <= 1;
    }

    /** By the path where the object is not known any more. */
    private static boolean isSame(FileObject removed, FileObject run) {
        return removed.known()
                ? removed.sameObject(run)
                : !removed.path().isEmpty() && removed.path().equals(run.path());
    }
}
