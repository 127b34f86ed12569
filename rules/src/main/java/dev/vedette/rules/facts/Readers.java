package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;

/** Who reads credentials that may not be meant for it. */
public final class Readers {
    private Readers() {}

    /**
     * Whether a file is among {@code names}: each a whole path in which {@code *} stands for any text, or a file's bare
     * name.
     */
    public static boolean isNamed(FileObject file, List<String> names) {
        return PathList.of(names).hasOrNames(file.path());
    }

    /** Why the process is not the workload's own program about its business; "" if it may well be. */
    public static String suspicion(ProcessInfo process) {
        return !Programs.isWrittenLater(process.executable()) && Programs.isFileTool(process)
                ? "it shows or copies any file it is told to"
                : Behind.of(process).words();
    }
}
