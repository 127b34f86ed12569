package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;

/** What says that a process acts for somebody who came in, and not for the workload. */
public final class IntruderMarks {
    private IntruderMarks() {}

    /** In words; "" if nothing does. */
    public static String of(ProcessInfo process) {
        if (Programs.isWrittenLater(process.executable())) {
            return "its file is not of the image";
        }
        if (Ancestry.terminalSession(process).isPresent()) {
            return "it runs in an interactive session";
        }
        return Ancestry.byShellOfServer(process) ? "a shell stands between it and a server" : "";
    }

    /**
     * How bad a deed is that prepares a container as often as it spoils one.
     *
     * @return high with a mark; info without one in an init container, which is there to prepare, and for what may be an
     *     entrypoint's doing; else medium
     */
    public static Severity severity(Event event) {
        if (!of(event.process()).isEmpty()) {
            return Severity.HIGH;
        }
        boolean prepares = event.container().role() == Container.Role.INIT || EarlyLife.mayBeEntrypoint(event);
        return prepares ? Severity.INFO : Severity.MEDIUM;
    }

    /** As the end of a sentence, with what joins it to the rest; "" if there is nothing to say. */
    public static String clause(ProcessInfo process) {
        String mark = of(process);
        return mark.isEmpty() ? "" : "; " + mark;
    }
}
