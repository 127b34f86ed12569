package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * By what names a program goes: its file's, its first argument's, and that of an applet or of what a dynamic loader is to
 * run. Evidence beside other evidence: whoever renames it has none.
 */
final class CalledNames {
    private CalledNames() {}

    static List<String> of(ProcessInfo process) {
        List<String> names = new ArrayList<>();
        names.add(process.executable().name());
        List<String> arguments = process.arguments();
        if (arguments.isEmpty()) {
            return names;
        }
        names.add(ProgramKinds.called(arguments.getFirst()));
        int kinds = ProgramKinds.ofFile(process.executable().path());
        if ((kinds & (ProgramKinds.MULTI_CALL | ProgramKinds.LOADER)) != 0) {
            arguments.stream()
                    .skip(1)
                    .filter(argument -> !argument.startsWith("-"))
                    .findFirst()
                    .map(ProgramKinds::called)
                    .ifPresent(names::add);
        }
        return names;
    }

    /** @param patterns in which {@code *} stands for any text */
    static boolean fit(ProcessInfo process, List<String> patterns) {
        List<String> names = of(process);
        for (String pattern : patterns) {
            boolean exact = pattern.indexOf('*') < 0;
            for (String name : names) {
                if (exact ? pattern.equals(name) : new Glob(pattern).matches(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
