package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a process is called: to do, and by whom. What it is called to do is the name of its file, of the applet where the file
 * is a multi-call program, and of the script where it is an interpreter: these decide what truly runs. What it goes by is any
 * name that somebody gave it.
 */
public final class Callings {
    private Callings() {}

    /**
     * Whether the process does what one of {@code names} does. Busybox's shell begins applets from its own file: so what
     * is called otherwise than a shell may be one.
     */
    public static boolean is(ProcessInfo process, List<String> names) {
        return isSurely(process, names) || names.contains(appletOfShell(process));
    }

    private static boolean isSurely(ProcessInfo process, List<String> names) {
        ProcessTraits traits = ProcessTraits.of(process);
        if (names.contains(traits.fileName())) {
            return true;
        }
        List<String> arguments = process.arguments();
        if (arguments.isEmpty()) {
            return false;
        }
        int kinds = traits.fileKinds();
        if ((kinds & ProgramKinds.MULTI_CALL) != 0) {
            return names.contains(applet(arguments));
        }
        return (kinds & (ProgramKinds.SHELL | ProgramKinds.LANGUAGE)) != 0 && names.contains(script(arguments));
    }

    /** Whether the file's own name fits one of {@code patterns}, in which {@code *} stands for any text. */
    public static boolean isLike(ProcessInfo process, List<String> patterns) {
        return PathList.of(patterns).hasOrNames(ProcessTraits.of(process).fileName());
    }

    /** The applet of a multi-call program, or the file's name. */
    public static String name(ProcessInfo process) {
        ProcessTraits traits = ProcessTraits.of(process);
        if ((traits.fileKinds() & ProgramKinds.MULTI_CALL) != 0
                && !process.arguments().isEmpty()) {
            return applet(process.arguments());
        }
        String applet = appletOfShell(process);
        return applet.isEmpty() ? traits.fileName() : applet;
    }

    /** As {@link #is}, by a file that the image brought; a name that anybody may give a shell does not count. */
    public static boolean isOfImage(ProcessInfo process, List<String> names) {
        return !Programs.isWrittenLater(process.executable()) && isSurely(process, names);
    }

    /**
     * The nearest of the process and its ancestors in the container that is of the image and so called, with no server
     * between them.
     */
    public static Optional<ProcessInfo> above(ProcessInfo process, List<String> names) {
        return Ancestry.shortOfServer(process).stream()
                .filter(p -> isOfImage(p, names))
                .findFirst();
    }

    /**
     * Whether the process goes by one of {@code patterns}, in which {@code *} stands for any text: by its file's name, its first
     * argument's, or that of an applet or of what a dynamic loader is to run. Evidence beside other evidence: whoever renames
     * it has none.
     */
    static boolean goesBy(ProcessInfo process, List<String> patterns) {
        PathList list = PathList.of(patterns);
        List<String> names = ProcessTraits.of(process).names();
        for (int i = 0; i < names.size(); i++) {
            if (list.hasOrNames(names.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** What {@link #goesBy} asks, made out. */
    static List<String> findNames(ProcessInfo process, ProcessTraits traits) {
        List<String> names = new ArrayList<>(3);
        names.add(traits.fileName());
        List<String> arguments = process.arguments();
        if (arguments.isEmpty()) {
            return names;
        }
        names.add(ProgramKinds.called(arguments.getFirst()));
        if ((traits.fileKinds() & (ProgramKinds.MULTI_CALL | ProgramKinds.LOADER)) != 0) {
            arguments.stream()
                    .skip(1)
                    .filter(argument -> !argument.startsWith("-"))
                    .findFirst()
                    .map(ProgramKinds::called)
                    .ifPresent(names::add);
        }
        return names;
    }

    /** The first argument, or the applet of a multi-call file that it names; the file's name where there is no argument. */
    static String called(ProcessInfo process) {
        return ProcessTraits.of(process).called();
    }

    /** As {@link #called}, made out. */
    static String findCalled(ProcessInfo process, ProcessTraits traits) {
        return process.arguments().isEmpty() ? traits.fileName() : applet(process.arguments());
    }

    private static String appletOfShell(ProcessInfo process) {
        if (process.arguments().isEmpty() || (ProcessTraits.of(process).fileKinds() & ProgramKinds.SHELL) == 0) {
            return "";
        }
        String called = ProgramKinds.called(process.arguments().getFirst());
        return (ProgramKinds.ofFile(called) & ProgramKinds.SHELL) == 0 ? called : "";
    }

    private static String applet(List<String> arguments) {
        String first = ProgramKinds.called(arguments.getFirst());
        boolean named = arguments.size() > 1 && (ProgramKinds.ofFile(first) & ProgramKinds.MULTI_CALL) != 0;
        return named ? ProgramKinds.called(arguments.get(1)) : first;
    }

    /** Also a module that Python is to run. */
    private static String script(List<String> arguments) {
        if (arguments.size() > 2 && arguments.get(1).equals("-m")) {
            return arguments.get(2);
        }
        return arguments.size() > 1 && arguments.get(1).startsWith("/") ? ProgramKinds.called(arguments.get(1)) : "";
    }
}
