package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Stdio;
import java.util.List;

/** Files that are carried out of a container by the way into it: an archive written to the session's output. */
public final class CopiedOut {
    private static final List<String> TAR = List.of("tar", "bsdtar");

    private CopiedOut() {}

    /** @param event of a program that was put in from outside */
    public static boolean is(ProcessExecuted event) {
        return event.process().stdio().out() == Stdio.Kind.PIPE
                && Callings.is(event.process(), TAR)
                && Ancestry.inContainer(event.process()).size() == 1
                && creates(event.arguments());
    }

    private static boolean creates(List<String> arguments) {
        return arguments.stream().skip(1).anyMatch(a -> a.equals("--create") || a.matches("-?[a-zA-Z]*c[a-zA-Z]*"))
                && arguments.stream().noneMatch(a -> a.matches("--extract|-?[vzp]*x[a-zA-Z]*"));
    }
}
