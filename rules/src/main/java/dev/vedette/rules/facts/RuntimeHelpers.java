package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The programs of the node that run containers, and what they run themselves. */
public final class RuntimeHelpers {
    /** They start containers' runtimes and nothing else. */
    private static final Pattern CLOSED = Pattern.compile("conmon(rs)?");

    /** It starts nothing at all. */
    private static final String PINNS = "pinns";

    /** They start many things, but no interpreters of their own. */
    private static final Pattern OPEN =
            Pattern.compile("kubelet|containerd|crio|cri-dockerd|dockerd|containerd-shim(-runc-v[12])?");

    private static final Pattern RUNTIME = Pattern.compile("runc|crun|youki");

    private static final Set<String> FETCHERS = Set.of("git", "git-remote-http", "git-remote-https", "ssh");

    private RuntimeHelpers() {}

    private static boolean isOne(ProcessInfo process) {
        String name = process.executable().name();
        return name.equals(PINNS)
                || CLOSED.matcher(name).matches()
                || OPEN.matcher(name).matches()
                || RUNTIME.matcher(name).matches();
    }

    /** Whether the process is such a program or descends from one. */
    public static boolean descends(ProcessInfo process) {
        return isOne(process) || process.ancestors().stream().anyMatch(RuntimeHelpers::isOne);
    }

    /**
     * The helper that has begun a program which it never begins by itself; "" where none has.
     *
     * @param closedChildren what conmon may start
     * @param pluginFolders where scripts lie that the daemons and shims may start
     */
    public static String astray(ProcessExecuted event, List<String> closedChildren, List<String> pluginFolders) {
        if (event.before() == null || event.before().executable().sameObject(event.executable())) {
            return "";
        }
        String helper = event.before().executable().name();
        if (helper.equals(PINNS)) {
            return helper;
        }
        if (CLOSED.matcher(helper).matches()) {
            return isAmong(event.executable().name(), closedChildren) ? "" : helper;
        }
        return OPEN.matcher(helper).matches() && isOdd(event) && !isPlugin(event, pluginFolders) ? helper : "";
    }

    private static boolean isOdd(ProcessExecuted event) {
        return Programs.isInterpreter(event.process())
                || Programs.isDownloader(event.process())
                || FETCHERS.contains(event.executable().name());
    }

    private static boolean isPlugin(ProcessExecuted event, List<String> folders) {
        String script = event.script().known() ? event.script().path() : event.requestedPath();
        return isAmong(script, folders) || isAmong(event.executable().path(), folders);
    }

    private static boolean isAmong(String text, List<String> patterns) {
        return PathList.of(patterns).has(text);
    }
}
