package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What kind of program a process runs.
 *
 * <p>Names are those of the executable's file (after the kernel has followed every link), of the first argument, of the
 * applet of a multi-call program, and of the program given to a dynamic loader. A renamed program has none of them; rules
 * that rest on names therefore also look at where the file came from, see {@link #isWrittenLater}.
 */
public final class Programs {
    private static final Pattern SHELL = Pattern.compile("r?bash|sh|[dy]?ash|zsh|t?csh|[lom]?ksh(93)?|fish|rc|pwsh");

    private static final Pattern LANGUAGE = Pattern.compile(
            "(python|pypy|perl|ruby|irb|php|lua|tclsh|node|deno|bun|expect)[0-9.]*|nodejs|luajit|[gmn]?awk");

    private static final Pattern DOWNLOADER =
            Pattern.compile("curl|wget2?|aria2c|ftpget|tftp|lynx|axel|nc|ncat|socat|netcat(\\..+)?|nc\\..+");

    /** Programs that show or carry off any file, whatever is in it. */
    private static final Pattern FILE_TOOL = Pattern.compile(
            "cat|tac|head|tail|less|more|cp|mv|dd|tar|cpio|gzip|zcat|xz|zip|base32|base64|xxd|od|hexdump|strings|[ef]?grep|rg|sed|cut|tee"
                    + "|sort|uniq|nl|find|xargs|rsync|scp|sftp|vim?|nano|ed|openssl|diff|paste|fold|rev|jq");

    private static final Pattern MULTI_CALL = Pattern.compile("busybox(\\..+)?|toybox|coreutils");
    private static final Pattern LOADER = Pattern.compile("ld-(linux|musl).*\\.so.*|ld\\.so.*|ld-[0-9.]+\\.so");

    private Programs() {}

    public static boolean isShell(ProcessInfo process) {
        return anyName(process, SHELL);
    }

    /** A shell, or a language's interpreter that runs any text it is given. */
    public static boolean isInterpreter(ProcessInfo process) {
        return isShell(process) || anyName(process, LANGUAGE);
    }

    /**
     * Whether a process runs what an ancestor with the same file runs: a worker. An interpreter is the same program
     * under all its names; another multi-call file is what it is called. Busybox's shell starts all its applets from
     * the shell's own file.
     */
    public static boolean isWorkerOf(ProcessInfo ancestor, ProcessInfo process) {
        String called = called(ancestor);
        return process.executable().sameObject(ancestor.executable())
                && (called.equals(called(process))
                        || SHELL.matcher(called).matches()
                        || LANGUAGE.matcher(called).matches());
    }

    private static String called(ProcessInfo process) {
        List<String> arguments = process.arguments();
        String called = arguments.isEmpty() ? process.executable().name() : base(arguments.getFirst());
        return MULTI_CALL.matcher(called).matches() && arguments.size() > 1 ? base(arguments.get(1)) : called;
    }

    /** A program that fetches or relays bytes over the network on behalf of whoever calls it. */
    public static boolean isDownloader(ProcessInfo process) {
        return anyName(process, DOWNLOADER);
    }

    public static boolean isFileTool(ProcessInfo process) {
        return anyName(process, FILE_TOOL) || isDownloader(process);
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
                && names.contains(process.executable().name());
    }

    /** Every program that begins is asked for: nothing is made that is not needed. */
    private static boolean anyName(ProcessInfo process, Pattern pattern) {
        String file = process.executable().name();
        if (pattern.matcher(file).matches()) {
            return true;
        }
        List<String> arguments = process.arguments();
        if (arguments.isEmpty()) {
            return false;
        }
        String called = base(arguments.getFirst());
        return (!called.equals(file) && pattern.matcher(called).matches())
                || (arguments.size() > 1
                        && pattern.matcher(carried(file, arguments)).matches());
    }

    /** What a multi-call program or a dynamic loader is to run; "" for any other file. */
    private static String carried(String file, List<String> arguments) {
        if (MULTI_CALL.matcher(file).matches()) {
            return base(arguments.get(1));
        }
        if (!file.startsWith("ld") || !LOADER.matcher(file).matches()) {
            return "";
        }
        return arguments.stream()
                .skip(1)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .map(Programs::base)
                .orElse("");
    }

    /** The last component, without the dash of a login shell. */
    private static String base(String argument) {
        String name = argument.substring(argument.lastIndexOf('/') + 1);
        return name.startsWith("-") ? name.substring(1) : name;
    }
}
