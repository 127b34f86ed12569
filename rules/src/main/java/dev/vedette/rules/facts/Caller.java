package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;

/** Who it is that reaches out from a container: the workload about its business, or somebody in it. */
public enum Caller {
    /** The workload's own program, as far as can be told. */
    OWN("the workload's own program did so"),
    /** A tool of the image while the container starts, as entrypoints use them. */
    TOOL_AT_START("a tool of the image did so while the container started"),
    /** A tool of the image that does whatever it is told. */
    TOOL("a tool of the image that does what it is told did so"),
    SESSION("it was done in an interactive session"),
    /** A program that came later, or one behind a server that was made to start it. */
    FOREIGN("a program did so that is not of the image, or that a server was made to start");

    private final String words;

    Caller(String words) {
        this.words = words;
    }

    public static Caller of(Event event) {
        ProcessInfo process = event.process();
        Behind behind = Behind.of(process);
        if (behind == Behind.PROGRAM || behind == Behind.SHELL || isStartedByServer(process)) {
            return FOREIGN;
        }
        if (behind == Behind.SESSION) {
            return SESSION;
        }
        if (!Programs.isFileTool(process) && !Programs.isShell(process)) {
            return OWN;
        }
        return EarlyLife.looksRound(event) ? TOOL_AT_START : TOOL;
    }

    private static boolean isStartedByServer(ProcessInfo process) {
        return (Programs.isInterpreter(process) || Programs.isDownloader(process))
                && Ancestry.server(process).isPresent();
    }

    /**
     * How bad it is.
     *
     * @param little of the workload's own program, and of a tool at the start
     * @param usual of tools and sessions
     * @param much of a program that is foreign to the workload
     */
    public Severity severity(Severity little, Severity usual, Severity much) {
        return switch (this) {
            case OWN, TOOL_AT_START -> little;
            case TOOL, SESSION -> usual;
            case FOREIGN -> much;
        };
    }

    /** Why it is told, the end of a sentence. */
    public String words() {
        return words;
    }
}
