package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;

/**
 * Who stands behind a process, as far as it shows: the workload about its business, or somebody who came in. What rules say
 * of this begins here; {@link Caller} and {@link MadeCode} go on with what kind of program it is.
 */
public enum Behind {
    WORKLOAD(""),
    /** A program that came later. */
    PROGRAM("its file is not of the image"),
    /** Whoever made a server start a shell. */
    SHELL("a shell stands between it and a server"),
    /** A person at a terminal. */
    SESSION("it runs in an interactive session");

    private final String words;

    Behind(String words) {
        this.words = words;
    }

    /** The first that shows. */
    public static Behind of(ProcessInfo process) {
        if (Programs.isWrittenLater(process.executable())) {
            return PROGRAM;
        }
        if (Ancestry.byShellOfServer(process)) {
            return SHELL;
        }
        return Ancestry.terminalSession(process).isPresent() ? SESSION : WORKLOAD;
    }

    public boolean isIntruder() {
        return this != WORKLOAD;
    }

    /** What says so; "" for the workload. */
    public String words() {
        return words;
    }

    /** As the end of a sentence, with what joins it to the rest; "" for the workload. */
    public String clause() {
        return words.isEmpty() ? "" : "; " + words;
    }

    /**
     * Whether a person at a terminal or a server has the process do what it does. A server may do so about its business:
     * this is no mark of an intruder yet, and counts where a workload needs neither.
     */
    public static boolean isSteered(ProcessInfo process) {
        return Ancestry.terminalSession(process).isPresent()
                || Ancestry.server(process).isPresent()
                || Ancestry.byShellOfServer(process);
    }

    /** Which person or server does, as one word; "" if none does. */
    public static String steering(ProcessInfo process) {
        return Ancestry.terminalSession(process)
                .or(() -> Ancestry.server(process))
                .map(p -> p.id().toString())
                .orElseGet(() -> Ancestry.byShellOfServer(process) ? "server" : "");
    }
}
