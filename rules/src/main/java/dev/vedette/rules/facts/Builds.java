package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Tally;
import java.util.List;

/** What builds of software and installations of packages do, which would be an attack anywhere else. */
public final class Builds {
    private static final List<String> PACKAGE_FOLDERS = List.of("/usr/", "/bin/", "/sbin/", "/lib", "/opt/");

    private Builds() {}

    /**
     * Whether a process was started in the course of a build: it descends, within its container, from one of the image's
     * own programs of these names or a package manager, and neither from a server nor from somebody's session.
     */
    public static boolean isPartOf(ProcessInfo process, List<String> buildPrograms) {
        List<ProcessInfo> chain = Ancestry.inContainer(process);
        boolean build = chain.stream().anyMatch(p -> PackageWork.isOfSystem(p) || PackageWork.isOfLanguage(p))
                || chain.stream().skip(1).anyMatch(ancestor -> Programs.isOfImageAndNamed(ancestor, buildPrograms));
        return build && isNobodysDoing(chain);
    }

    /** Whether the image's own manager of the system's packages runs, and neither for a server nor in a session. */
    public static boolean installsPackages(ProcessInfo process) {
        return PackageWork.isOfSystem(process) && isNobodysDoing(Ancestry.inContainer(process));
    }

    /** Whether a file lies where packages put theirs, in a container that has just installed some. */
    public static boolean isInstalled(FileObject file, Tally installing) {
        return installing.distinct() > 0
                && PACKAGE_FOLDERS.stream().anyMatch(folder -> file.path().startsWith(folder))
                && !file.path().startsWith("/usr/local/");
    }

    private static boolean isNobodysDoing(List<ProcessInfo> chain) {
        return chain.stream()
                .noneMatch(process -> process.serving() || process.stdio().any(Stdio.Kind.TERMINAL));
    }
}
