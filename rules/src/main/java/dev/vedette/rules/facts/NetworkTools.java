package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.regex.Pattern;

/** Programs by which one scans a network, listens in, or opens a way through it. */
public final class NetworkTools {
    private static final Pattern RELAY = Pattern.compile("nc|ncat|netcat|nc\\.(openbsd|traditional)");
    /** Listens, or starts a program: {@code -l}, {@code -lk}, {@code -e}; not {@code -z}. */
    private static final Pattern RELAY_OPTION =
            Pattern.compile("-[nvkup46]*[lec][nvkup46]*|--listen|--exec|--sh-exec|-e.+");

    private static final Pattern SOCAT =
            Pattern.compile("(?i)(exec|system|pty|tcp[46]?-l(isten)?|udp[46]?-l(isten)?):?.*");
    private static final Pattern SCAN = Pattern.compile("-s[STUAFXN]|-p-|-p[0-9]+-[0-9]+|--top-ports|--script=.+");

    private NetworkTools() {}

    /** What is done with it, in words; "" for any other program. */
    public static String use(ProcessExecuted event, List<String> tools) {
        ProcessInfo process = event.process();
        String called = Programs.called(process);
        if (tools.contains(called) || tools.contains(ProcessTraits.of(process).fileName())) {
            return "a tool to look round in networks or to open a way through them";
        }
        List<String> options = process.arguments();
        if (called.startsWith("n") && RELAY.matcher(called).matches()) {
            return options.stream().skip(1).anyMatch(RELAY_OPTION.asMatchPredicate())
                    ? "a relay that listens or runs a program"
                    : "";
        }
        if (called.equals("socat")) {
            return options.stream().skip(1).anyMatch(SOCAT.asMatchPredicate())
                    ? "a relay that listens or runs a program"
                    : "";
        }
        // One such option may be any program's; two are a scanner's.
        return options.size() > 2 && scanningOptions(options) > 1 ? "with the arguments of a scanner" : "";
    }

    private static int scanningOptions(List<String> arguments) {
        int scanning = 0;
        for (String argument : arguments) {
            boolean mayBe = argument.startsWith("-s")
                    || argument.startsWith("-p")
                    || argument.startsWith("--top")
                    || argument.startsWith("--scr");
            scanning += mayBe && SCAN.matcher(argument).matches() ? 1 : 0;
        }
        return scanning;
    }
}
