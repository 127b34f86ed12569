package dev.vedette.policy.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel knows of a program's start beyond the process itself.
 *
 * @param script the file of which the executable is the interpreter, {@link FileObject#NONE} where there is none or it is
 *     not known
 * @param workingDirectory where it began
 * @param rootDevice,rootInode the task's root directory, 0 where not known
 * @param loaderVariables environment variables that name what is loaded or run at the start; no others are kept
 * @param environmentWhole whether all of the environment was looked at for them
 * @param argumentCount how many arguments there are, also of those that were not kept; -1 where not known
 * @param secure with rights from the file (AT_SECURE)
 * @param compat a 32-bit program
 * @param seccompFilters how many filters the task has; -1 where not known
 */
public record ProgramStart(
        FileObject script,
        FileObject workingDirectory,
        long rootDevice,
        long rootInode,
        Map<String, String> loaderVariables,
        boolean environmentWhole,
        int argumentCount,
        boolean secure,
        boolean compat,
        int seccompFilters) {
    public static final ProgramStart UNKNOWN =
            new ProgramStart(FileObject.NONE, FileObject.NONE, 0, 0, Map.of(), false, -1, false, false, -1);

    public ProgramStart {
        Objects.requireNonNull(script, "script is null");
        Objects.requireNonNull(workingDirectory, "workingDirectory is null");
        loaderVariables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(loaderVariables));
    }
}
