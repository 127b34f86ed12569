package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import java.util.List;

/** The file by which a container begins, and begins anew after its next restart. */
public final class EntryPoint {
    private EntryPoint() {}

    /**
     * Whether a file is what the eldest process in the container runs, as its program or as its script, while another
     * process works on it. One that was put in from outside has no elder one.
     */
    public static boolean isOf(ProcessInfo process, String path) {
        List<ProcessInfo> chain = Ancestry.inContainer(process);
        if (chain.size() < 2 || path.isEmpty()) {
            return false;
        }
        ProcessInfo eldest = chain.getLast();
        if (path.equals(eldest.executable().path())) {
            return true;
        }
        return Programs.isInterpreter(eldest)
                && eldest.arguments().stream()
                        .skip(1)
                        .filter(argument -> !argument.startsWith("-"))
                        .findFirst()
                        .filter(script -> isSame(script, path))
                        .isPresent();
    }

    private static boolean isSame(String argument, String path) {
        String name = argument.startsWith("./") ? argument.substring(2) : argument;
        return name.indexOf('\n') < 0 && !name.isEmpty() && (path.equals(name) || path.endsWith("/" + name));
    }
}
