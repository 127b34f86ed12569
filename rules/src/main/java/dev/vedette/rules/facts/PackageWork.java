package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.Set;

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

    private static final Set<String> LANGUAGE_MANAGERS =
            Set.of("pip", "pip3", "pipx", "uv", "poetry", "npm", "npx", "pnpm", "yarn", "gem", "bundle", "composer");

    private PackageWork() {}

    /** By the process itself, or one that it descends from in its container. */
    public static boolean isAround(ProcessInfo process) {
        return Ancestry.inContainer(process).stream()
                .anyMatch(p -> isNamed(p, MANAGERS) || isNamed(p, LANGUAGE_MANAGERS));
    }

    static boolean isOfSystem(ProcessInfo process) {
        return isNamed(process, MANAGERS);
    }

    static boolean isOfLanguage(ProcessInfo process) {
        return isNamed(process, LANGUAGE_MANAGERS);
    }

    /** The program, or the script that it interprets, of the image and where programs of a system are. */
    private static boolean isNamed(ProcessInfo process, Set<String> names) {
        if (Programs.isWrittenLater(process.executable())) {
            return false;
        }
        if (names.contains(ProcessTraits.of(process).fileName())) {
            return true;
        }
        List<String> arguments = process.arguments();
        if (arguments.size() < 2 || !Programs.isInterpreter(process)) {
            return false;
        }
        String script = arguments.get(1);
        return (script.startsWith("/usr/") || script.startsWith("/bin/") || script.startsWith("/opt/"))
                && names.contains(ProgramKinds.called(script));
    }
}
