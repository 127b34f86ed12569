package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a package manager of the image is at work: what it writes, and what its scripts do, is its business. */
public final class PackageWork {
    private static final Set<String> MANAGERS = Set.of(
            "apt",
            "apt-get",
            "aptitude",
            "dpkg",
            "dpkg-deb",
            "apk",
            "yum",
            "dnf",
            "dnf5",
            "microdnf",
            "tdnf",
            "rpm",
            "zypper",
            "pacman",
            "opkg",
            "update-alternatives");

    private static final Set<String> LANGUAGE_MANAGERS = Set.of(
            "pip",
            "pip3",
            "pipx",
            "ensurepip",
            "easy_install",
            "uv",
            "poetry",
            "npm",
            "npx",
            "pnpm",
            "yarn",
            "gem",
            "bundle",
            "composer");

    /** What a language's manager is told that is to start a program of a project and installs nothing. */
    private static final Set<String> STARTS =
            Set.of("run", "run-script", "start", "restart", "test", "exec", "dlx", "x", "dev", "serve");

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

    private PackageWork() {}

    /** By the process itself, or one that it descends from in its container with no server between them. */
    public static boolean isAround(ProcessInfo process) {
        return Ancestry.shortOfServer(process).stream()
                .anyMatch(p -> isOfSystem(p) || (isOfLanguage(p) && !startsOnly(p)));
    }

    /** The nearest such that is called as one of {@code programs}, see {@link Callings}, the process included. */
    static Optional<ProcessInfo> by(ProcessInfo process, List<String> programs) {
        return Ancestry.shortOfServer(process).stream()
                .filter(p -> Callings.isOfImage(p, programs) && !startsOnly(p))
                .findFirst();
    }

    /** Whether a manager is only to start a program of a project: {@code npm start}, {@code poetry run}. */
    static boolean startsOnly(ProcessInfo manager) {
        return manager.arguments().stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && word.indexOf('/') < 0 && !LANGUAGE_MANAGERS.contains(word))
                .findFirst()
                .filter(STARTS::contains)
                .isPresent();
    }

    /** Whether a package manager begins that is to install something. */
    public static boolean installs(ProcessExecuted event) {
        ProcessInfo process = event.process();
        List<String> arguments = process.arguments();
        if (arguments.size() < 2 || !(isOfSystem(process) || isOfLanguage(process)) || startsOnly(process)) {
            return false;
        }
        boolean byOptions = BY_OPTIONS.matcher(process.executable().name()).matches();
        return arguments.stream()
                .skip(1)
                .anyMatch(argument -> byOptions ? OPTIONS.matcher(argument).matches() : INSTALLS.contains(argument));
    }

    /** Whether another package manager started this one, which has been told then. */
    public static boolean isStartedByAnother(ProcessInfo process) {
        return process.parent() != null && isAround(process.parent());
    }

    static boolean isOfSystem(ProcessInfo process) {
        return isNamed(process, MANAGERS);
    }

    static boolean isOfLanguage(ProcessInfo process) {
        return isNamed(process, LANGUAGE_MANAGERS);
    }

    /** The program of the image, or what it interprets: a module, or a script from where programs of a system are. */
    private static boolean isNamed(ProcessInfo process, Set<String> names) {
        if (Programs.isWrittenLater(process.executable())) {
            return false;
        }
        return names.contains(ProcessTraits.of(process).fileName())
                || (process.arguments().size() > 1
                        && Programs.isInterpreter(process)
                        && names.contains(interpreted(process.arguments())));
    }

    private static String interpreted(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-m")) {
                return i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            }
            if (!argument.startsWith("-")) {
                boolean ofSystem =
                        argument.startsWith("/usr/") || argument.startsWith("/bin/") || argument.startsWith("/opt/");
                return ofSystem ? ProgramKinds.called(argument) : "";
            }
        }
        return "";
    }
}
