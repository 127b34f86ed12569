package dev.vedette.rules.facts;

import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Set;

/** Programs that are given to a dynamic loader instead of to the kernel. Options: ld.so(8), musl's ldso/dynlink.c. */
public final class LoaderRuns {
    /** With these the loader tells something and runs nothing. */
    private static final Set<String> ONLY_TELLING = Set.of(
            "--list",
            "--verify",
            "--help",
            "--version",
            "--list-tunables",
            "--list-diagnostics",
            "--print-search-dirs");

    /** Their value is the next argument, where it does not follow an equals sign. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--library-path",
            "--inhibit-rpath",
            "--audit",
            "--preload",
            "--argv0",
            "--glibc-hwcaps-prepend",
            "--glibc-hwcaps-mask");

    private LoaderRuns() {}

    /** The program that the loader is to run, as it was called; "" if this is no such run. */
    public static String program(ProcessExecuted event) {
        if ((ProgramKinds.ofFile(event.executable().path()) & ProgramKinds.LOADER) == 0
                || event.start().loaderVariables().containsKey("LD_TRACE_LOADED_OBJECTS")) {
            return "";
        }
        List<String> arguments = event.arguments();
        if (arguments.isEmpty() || ProgramKinds.called(arguments.getFirst()).equals("ldd")) {
            return "";
        }
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (ONLY_TELLING.contains(argument)) {
                return "";
            }
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (!argument.startsWith("-") || argument.equals("-")) {
                return argument;
            }
        }
        return "";
    }

    public static Severity severity(ProcessExecuted event, List<String> writableFolders) {
        String program = program(event);
        boolean writable = !program.startsWith("/")
                || writableFolders.stream().anyMatch(folder -> HostPath.isWithin(HostPath.resolve(program), folder));
        return writable || Behind.isSteered(event.process()) ? Severity.MEDIUM : Severity.LOW;
    }
}
