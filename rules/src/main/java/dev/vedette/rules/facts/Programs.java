package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;

/**
 * What kind of program a process runs.
 *
 * <p>Names are those of the executable's file (after the kernel has followed every link), of the first argument, of the
 * applet of a multi-call program, and of the program given to a dynamic loader. A renamed program has none of them; rules
 * that rest on names therefore also look at where the file came from, see {@link #isWrittenLater}.
 */
public final class Programs {
    private Programs() {}

    public static boolean isShell(ProcessInfo process) {
        return anyName(process, ProgramKinds.SHELL);
    }

    /** A shell, or a language's interpreter that runs any text it is given. */
    public static boolean isInterpreter(ProcessInfo process) {
        return anyName(process, ProgramKinds.SHELL | ProgramKinds.LANGUAGE);
    }

    /**
     * Whether a process runs what an ancestor with the same file runs: a worker. An interpreter is the same program
     * under all its names; another multi-call file is what it is called. Busybox's shell starts all its applets from
     * the shell's own file.
     */
    public static boolean isWorkerOf(ProcessInfo ancestor, ProcessInfo process) {
        String called = Callings.called(ancestor);
        return process.executable().sameObject(ancestor.executable())
                && (called.equals(Callings.called(process))
                        || (ProgramKinds.ofFile(called) & (ProgramKinds.SHELL | ProgramKinds.LANGUAGE)) != 0);
    }

    /** A program that fetches or relays bytes over the network on behalf of whoever calls it. */
    public static boolean isDownloader(ProcessInfo process) {
        return anyName(process, ProgramKinds.DOWNLOADER);
    }

    public static boolean isFileTool(ProcessInfo process) {
        return anyName(process, ProgramKinds.FILE_TOOL | ProgramKinds.DOWNLOADER);
    }

    /**
     * Whether a file is not as the image brought it: made in the container's own layer, on a memory file system, or
     * without a name. A file that was copied up may only have been touched and does not count.
     */
    public static boolean isWrittenLater(FileObject file) {
        return file.layer() == OverlayLayer.UPPER
                || file.isDeleted()
                || (file.layer() == OverlayLayer.NONE && file.superMagic() == FileSystemMagic.TMPFS);
    }

    /** Whether one of the process's names is in the list, and its file is of the image. */
    public static boolean isOfImageAndNamed(ProcessInfo process, List<String> names) {
        return !isWrittenLater(process.executable())
                && names.contains(ProcessTraits.of(process).fileName());
    }

    private static boolean anyName(ProcessInfo process, int kinds) {
        int file = ProcessTraits.of(process).fileKinds();
        List<String> arguments = process.arguments();
        if ((file & kinds) != 0) {
            return true;
        }
        if (arguments.isEmpty()) {
            return false;
        }
        return (ProgramKinds.ofArgument(arguments.getFirst()) & kinds) != 0
                || (arguments.size() > 1 && (carried(file, arguments) & kinds) != 0);
    }

    /** What a multi-call program or a dynamic loader is to run; nothing for any other file. */
    private static int carried(int file, List<String> arguments) {
        if ((file & ProgramKinds.MULTI_CALL) != 0) {
            return ProgramKinds.ofArgument(arguments.get(1));
        }
        if ((file & ProgramKinds.LOADER) == 0) {
            return 0;
        }
        return arguments.stream()
                .skip(1)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .map(ProgramKinds::ofArgument)
                .orElse(0);
    }
}
