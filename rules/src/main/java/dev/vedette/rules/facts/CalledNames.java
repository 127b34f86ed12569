package dev.vedette.rules.facts;

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
        return ProcessTraits.of(process).names();
    }

    static List<String> find(ProcessInfo process, ProcessTraits traits) {
        List<String> names = new ArrayList<>(3);
        names.add(traits.fileName());
        List<String> arguments = process.arguments();
        if (arguments.isEmpty()) {
            return names;
        }
        names.add(ProgramKinds.called(arguments.getFirst()));
        if ((traits.fileKinds() & (ProgramKinds.MULTI_CALL | ProgramKinds.LOADER)) != 0) {
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
        PathList list = PathList.of(patterns);
        List<String> names = of(process);
        for (int i = 0; i < names.size(); i++) {
            if (list.hasOrNames(names.get(i))) {
                return true;
            }
        }
        return false;
    }
}
