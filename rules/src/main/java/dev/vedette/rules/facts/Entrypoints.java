package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject.PathEnd;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import java.util.regex.Pattern;

/** How the runtime has begun a program that it puts into a container. */
public final class Entrypoints {
    private static final String OUTSIDE = "in a folder outside the container's root";
    private static final String BY_PROC = "by a path that leads through a process";

    private static final Pattern THROUGH_A_PROCESS =
            Pattern.compile("/proc/(self|thread-self|[0-9]+)/(task/[0-9]+/)?(fd|exe|cwd|root|map_files)(/.*)?");

    private Entrypoints() {}

    /** What is wrong with how it began, to follow "It was started "; "" if nothing is, or if a program of the container did it. */
    public static String concern(ProcessExecuted event) {
        boolean outside = event.workingDirectory().pathEnd() == PathEnd.OUTSIDE_ROOT;
        boolean byProc = event.requestedPath().startsWith("/proc/")
                && THROUGH_A_PROCESS.matcher(event.requestedPath()).matches();
        if ((!outside && !(byProc && !ranHere(event)))
                || Ancestry.inContainer(event.process()).size() != 1) {
            return "";
        }
        return outside ? OUTSIDE : BY_PROC;
    }

    /** Whether the process may have run a program of the container before: a shell's last command may take the shell's place. */
    private static boolean ranHere(ProcessExecuted event) {
        return event.before() == null
                || (event.before().executable().layer() != OverlayLayer.NONE
                        && event.before().namespaces().mount()
                                == event.process().namespaces().mount());
    }

    public static Severity severity(ProcessExecuted event) {
        return concern(event).equals(OUTSIDE) ? Severity.CRITICAL : Severity.HIGH;
    }
}
