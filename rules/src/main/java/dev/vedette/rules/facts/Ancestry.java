package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.Optional;

/** Where in its container's tree of processes a process stands, by the parents recorded at each fork. */
public final class Ancestry {
    /** Generations between a server and what it started; deeper trees are a workload of their own. */
    public static final int NEAR = 5;

    private Ancestry() {}

    /**
     * The process and those it descends from within its container, nearest first: up to the first that lives in another
     * mount namespace, which is the runtime's. The runtime enters the container before it starts what it puts in, so
     * what still runs the runtime's own program inside is not of the container either.
     */
    public static List<ProcessInfo> inContainer(ProcessInfo process) {
        return ProcessTraits.of(process).inContainer();
    }

    /**
     * The process and those it descends from within its container, nearest first, short of the first that serves the
     * network: whatever started a server, what the server does and starts is its own doing.
     */
    public static List<ProcessInfo> shortOfServer(ProcessInfo process) {
        List<ProcessInfo> chain = inContainer(process);
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i).serving()) {
                return chain.subList(0, i);
            }
        }
        return chain;
    }

    /** The eldest in the container that has a terminal: the start of an interactive session. */
    public static Optional<ProcessInfo> terminalSession(ProcessInfo process) {
        return ProcessTraits.of(process).terminalSession();
    }

    /**
     * The nearest ancestor in the container that serves the network and is another program: its workers don't count; a
     * server and a shell in one multi-call file, as in busybox, are two programs.
     */
    public static Optional<ProcessInfo> server(ProcessInfo process) {
        return ProcessTraits.of(process).server();
    }

    /** Whether a shell stands between the process, itself included, and a server it descends from. */
    public static boolean byShellOfServer(ProcessInfo process) {
        return ProcessTraits.of(process).byShellOfServer();
    }
}
