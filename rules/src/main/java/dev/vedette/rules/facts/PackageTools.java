package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a package manager is to install something. */
public final class PackageTools {
    private static final Set<String> INSTALLS = Set.of(
            "install",
            "add",
            "require",
            "upgrade",
            "dist-upgrade",
            "full-upgrade",
            "reinstall",
            "localinstall",
            "in",
            "ci",
            "i");
    /** dpkg's and rpm's ways to say it, and pacman's. */
    private static final Pattern OPTIONS = Pattern.compile("-[ivhU]*[iU][vhF]*|--install|--upgrade|--unpack|-S[yu]*");

    private static final Pattern BY_OPTIONS = Pattern.compile("dpkg|rpm|pacman");
    private static final Pattern MODULE = Pattern.compile("pip|ensurepip|easy_install");

    private PackageTools() {}

    public static boolean installs(ProcessExecuted event) {
        ProcessInfo process = event.process();
        List<String> arguments = process.arguments();
        if (arguments.size() < 2 || PackageWork.startsOnly(process)) {
            return false;
        }
        if (PackageWork.isOfSystem(process) || PackageWork.isOfLanguage(process)) {
            boolean byOptions = BY_OPTIONS.matcher(process.executable().name()).matches();
            return arguments.stream()
                    .skip(1)
                    .anyMatch(
                            argument -> byOptions ? OPTIONS.matcher(argument).matches() : INSTALLS.contains(argument));
        }
        int module = arguments.indexOf("-m");
        return module > 0
                && module + 2 < arguments.size()
                && MODULE.matcher(arguments.get(module + 1)).matches()
                && INSTALLS.contains(arguments.get(module + 2))
                && Programs.isInterpreter(process);
    }

    /** Whether another package manager started this one, which has been told then. */
    public static boolean isStartedByAnother(ProcessInfo process) {
        return process.parent() != null && PackageWork.isAround(process.parent());
    }
}
