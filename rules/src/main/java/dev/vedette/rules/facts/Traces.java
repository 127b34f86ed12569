package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.util.Map;
import java.util.Set;

/** Records of what people and programs did: histories of shells, records of logins, logs. */
public final class Traces {
    /** Of bash, zsh and others: how much of the history is kept. */
    private static final Set<String> SIZES = Set.of("HISTSIZE", "HISTFILESIZE");

    private Traces() {}

    /** Whether a file is emptied, or its name is no longer its own. */
    public static boolean isTakenAway(FileChanged change) {
        return switch (change.operation()) {
            case TRUNCATE -> change.value() <= 0; // below: not known to how much
            case UNLINK, RENAME, SYMLINK -> true;
            default -> false;
        };
    }

    /** Whether a record is a history, and the program the shell or the client that keeps it. */
    public static boolean isOwnWriter(ProcessInfo process, String path) {
        if (!path.endsWith("_history") || Programs.isWrittenLater(process.executable())) {
            return false;
        }
        String keeper = process.executable().name().replaceAll("[0-9.]+$", "");
        String history = path.substring(path.lastIndexOf('/') + 1);
        return history.equals("." + keeper + "_history") || Programs.isShell(process);
    }

    /** Whether a shell at a terminal was told to keep no history. */
    public static boolean keepsNoHistory(ProcessExecuted event) {
        Map<String, String> variables = event.start().loaderVariables();
        if (variables.isEmpty() || event.process().stdio().in() != Stdio.Kind.TERMINAL) {
            return false;
        }
        String file = variables.get("HISTFILE");
        boolean nowhere = file != null && (file.isEmpty() || file.equals("/dev/null"));
        return (nowhere || SIZES.stream().anyMatch(name -> "0".equals(variables.get(name))))
                && Programs.isShell(event.process());
    }
}
