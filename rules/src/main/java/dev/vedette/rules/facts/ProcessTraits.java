package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What rules derive from a process record. Dozens ask for the same of each event, so it is made out once, when the first
 * rule asks, and kept for as long as the record is what the latest events are about. Thread-safe.
 */
final class ProcessTraits {
    /** Records whose traits are kept, by process number; a power of two. */
    private static final int KEPT = 256;

    /** All threads' together: what is derived is the same whoever does it, and each value is immutable, or null so far. */
    private static final ProcessTraits[] LATEST = new ProcessTraits[KEPT];

    private final ProcessInfo process;
    private String fileName;
    private Integer fileKinds;
    private String called;
    private List<String> names;
    private List<ProcessInfo> inContainer;
    private Optional<ProcessInfo> terminalSession;
    private Optional<ProcessInfo> server;
    private Optional<Boolean> byShellOfServer;

    private ProcessTraits(ProcessInfo process) {
        this.process = process;
    }

    /** Of this very record: another one of the same process may say otherwise. */
    @SuppressWarnings("ReferenceEquality") // equal records are rare, and comparing them takes longer than what is kept
    static ProcessTraits of(ProcessInfo process) {
        int place = process.pid() & (KEPT - 1);
        ProcessTraits traits = LATEST[place];
        if (traits == null || traits.process != process) {
            traits = new ProcessTraits(process);
            LATEST[place] = traits;
        }
        return traits;
    }

    /** The executable's name, without its folder. */
    String fileName() {
        if (fileName == null) {
            fileName = process.executable().name();
        }
        return fileName;
    }

    /** What {@link ProgramKinds} says of the executable. */
    int fileKinds() {
        if (fileKinds == null) {
            fileKinds = ProgramKinds.ofFile(process.executable().path());
        }
        return fileKinds;
    }

    /** As {@link Callings#called}. */
    String called() {
        if (called == null) {
            called = Callings.findCalled(process, this);
        }
        return called;
    }

    /** As {@link Callings#goesBy}. */
    List<String> names() {
        if (names == null) {
            names = List.copyOf(Callings.findNames(process, this));
        }
        return names;
    }

    /** As {@link Ancestry#inContainer}. */
    List<ProcessInfo> inContainer() {
        if (inContainer == null) {
            inContainer = List.copyOf(findInContainer());
        }
        return inContainer;
    }

    private List<ProcessInfo> findInContainer() {
        List<ProcessInfo> chain = new ArrayList<>(Ancestry.NEAR);
        chain.add(process);
        long mount = process.namespaces().mount();
        ProcessInfo ancestor = process.parent();
        for (int i = 0; i < ProcessInfo.MAX_ANCESTORS && ancestor != null; i++) {
            if (mount == 0 || ancestor.namespaces().mount() != mount) {
                leaveOut(ancestor, chain);
                break;
            }
            chain.add(ancestor);
            ancestor = ancestor.parent();
        }
        return chain;
    }

    private static void leaveOut(ProcessInfo runtime, List<ProcessInfo> chain) {
        while (chain.size() > 1 && chain.getLast().executable().sameObject(runtime.executable())) {
            chain.removeLast();
        }
    }

    /** As {@link Ancestry#terminalSession}. */
    Optional<ProcessInfo> terminalSession() {
        if (terminalSession == null) {
            terminalSession = Optional.empty();
            for (ProcessInfo one : inContainer()) {
                if (one.stdio().any(Stdio.Kind.TERMINAL)) {
                    terminalSession = Optional.of(one);
                }
            }
        }
        return terminalSession;
    }

    /** As {@link Ancestry#server}. */
    Optional<ProcessInfo> server() {
        if (server == null) {
            server = findServer();
        }
        return server;
    }

    private Optional<ProcessInfo> findServer() {
        List<ProcessInfo> chain = inContainer();
        for (int i = 1; i < chain.size() && i <= Ancestry.NEAR; i++) {
            ProcessInfo above = chain.get(i);
            if (above.serving() && !Programs.isWorkerOf(above, process)) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    /** As {@link Ancestry#byShellOfServer}. */
    boolean byShellOfServer() {
        if (byShellOfServer == null) {
            byShellOfServer = Optional.of(findShellOfServer());
        }
        return byShellOfServer.get();
    }

    private boolean findShellOfServer() {
        boolean shell = false;
        for (ProcessInfo one : inContainer()) {
            if (shell && one.serving()) {
                return true;
            }
            shell |= Programs.isShell(one);
        }
        return false;
    }
}
