package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Programs that are the two ends of a pipe, as far as it can be told: both were started by one process, one writes to a
 * pipe, and the other one is an interpreter that takes what it runs from one.
 */
public final class Pipelines {
    private static final Pattern DESCRIPTOR = Pattern.compile("/dev/(fd/[0-9]+|stdin)|/proc/self/fd/[0-9]+");

    private static final Set<String> BUSYBOX_SHELLS = Set.of("sh", "ash");

    private Pipelines() {}

    /** Who started it: what both ends of a pipe have in common; "" where not known. */
    public static String starter(ProcessInfo process) {
        ProcessInfo parent = process.parent();
        return parent == null ? "" : parent.id().pid() + ":" + parent.id().startBootNanos();
    }

    /** Which end of a pipe by which a download is run a program is; "" for none. */
    public static String end(ProcessExecuted event) {
        if (isFetching(event.process())) {
            return "downloader";
        }
        return isFed(event) ? "interpreter" : "";
    }

    /** Whether an interpreter runs what it reads: from its input, or from a descriptor it was given. */
    public static boolean isFed(ProcessExecuted event) {
        ProcessInfo process = event.process();
        if (!Programs.isInterpreter(process) || isAppletOfShell(process)) {
            return false;
        }
        List<String> own = ownArguments(process);
        if (own.stream().anyMatch(argument -> DESCRIPTOR.matcher(argument).matches())) {
            return true;
        }
        return process.stdio().in() == Stdio.Kind.PIPE && !event.script().known() && readsInput(own);
    }

    /**
     * Busybox's shell starts its applets from its own file, also where that is called {@code sh}. The other shells have a name of
     * their own behind such a link.
     */
    private static boolean isAppletOfShell(ProcessInfo process) {
        return BUSYBOX_SHELLS.contains(process.executable().name())
                && (ProgramKinds.ofFile(Callings.called(process)) & (ProgramKinds.SHELL | ProgramKinds.LANGUAGE)) == 0;
    }

    /** Only options that say nothing of what is run, or a dash. */
    private static boolean readsInput(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.equals("-") || argument.equals("-s") || argument.equals("--")) {
                return true;
            }
            if (!argument.startsWith("-") || argument.startsWith("-c") || argument.startsWith("-e")) {
                return false;
            }
        }
        return true;
    }

    /** The arguments after those that name the program. */
    static List<String> ownArguments(ProcessInfo process) {
        List<String> arguments = process.arguments();
        return arguments.subList(Math.min(namesOf(process), arguments.size()), arguments.size());
    }

    /** How many arguments name the program: two for an applet of a multi-call file that is named itself. */
    private static int namesOf(ProcessInfo process) {
        List<String> arguments = process.arguments();
        return !arguments.isEmpty() && (ProgramKinds.ofArgument(arguments.getFirst()) & ProgramKinds.MULTI_CALL) != 0
                ? 2
                : 1;
    }

    /** Whether a program that fetches from the network gives what it fetched to a pipe. */
    private static boolean isFetching(ProcessInfo process) {
        return process.stdio().out() == Stdio.Kind.PIPE && Programs.isDownloader(process);
    }
}
