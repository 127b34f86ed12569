package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Severity;

/** Files that give their owner's, their group's or other rights to whoever runs them. */
public final class FileRights {
    private static final int SET_USER = 04000;
    private static final int SET_GROUP = 02000;
    private static final int ANY_EXECUTES = 0111;
    /** Without it the bit has nothing to do with execution (inode(7)). */
    private static final int GROUP_EXECUTES = 0010;

    private FileRights() {}

    /** What a change gives, in words; "" for nothing. Folders hand their group down with the same bit. */
    public static String given(FileChanged change) {
        if (!change.givesRights()) {
            return "";
        }
        if (change.operation() == FileChanged.Operation.SET_ATTRIBUTE) {
            return "capabilities";
        }
        boolean known = change.file().mode() != 0;
        if (known && !NewNames.isRegular(change.file())) {
            return "";
        }
        String given = ofMode((int) change.value());
        return known || given.equals("its owner's rights") ? given : "";
    }

    /** What an ordinary file gives as it is; "" for nothing. */
    public static String given(FileObject file) {
        return NewNames.isRegular(file) ? ofMode(file.mode()) : "";
    }

    private static String ofMode(int mode) {
        if ((mode & SET_USER) != 0 && (mode & ANY_EXECUTES) != 0) {
            return "its owner's rights";
        }
        return (mode & SET_GROUP) != 0 && (mode & GROUP_EXECUTES) != 0 ? "its group's rights" : "";
    }

    /**
     * High; less where the rights are those of an ordinary user or of a group, where the container's programs cannot
     * gain any. Info in init containers, which are there to prepare.
     */
    public static Severity severity(Event event, FileObject file, String given) {
        Container container = event.container();
        if (EarlyLife.prepares(container)) {
            return Severity.INFO;
        }
        boolean little =
                given.equals("its group's rights") || (given.equals("its owner's rights") && file.ownerUid() > 0);
        return little || container.security().noNewPrivileges() ? Severity.MEDIUM : Severity.HIGH;
    }
}
