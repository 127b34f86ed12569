package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Programs that turn text that says nothing into what can be run. */
public final class Decoders {
    private static final Set<String> OF_TEXT = Set.of("base64", "base32", "basenc", "gbase64", "gbase32");

    private static final Pattern DECODE_OPTION = Pattern.compile("-[a-zA-Z]*[dD][a-zA-Z]*|--d(ecode)?");
    private static final Pattern TEXT_OPTION = Pattern.compile("-[a-zA-Z]*[ceErR]|--eval|--command");

    private static final Pattern DECODES = Pattern.compile(
            "b64decode|b32decode|b85decode|decodebytes|decode_base64|base64_decode|a2b_base64|unhexlify|fromhex|hex2bin"
                    + "|\\batob\\s*\\(|,\\s*['\"]base64['\"]|gzinflate|str_rot13|pack\\(\\s*['\"]H|unpack1?\\(?\\s*['\"]m"
                    + "|\\b(base64|base32|basenc)\\s+(-\\w+\\s+)*-{1,2}[dD]|\\bopenssl\\b.*\\s-d\\b|\\bxxd\\s+(-\\w+\\s+)*-r");

    private static final String CALLED =
            "\\b(exec|system|popen|Popen|passthru|shell_exec|execSync|spawnSync|assert)\\b\\s*";

    private static final String EVALUATED =
            "|\\beval\\b|\\bnew Function\\b|\\b(sh|bash|dash|ash|zsh)\\s+-c\\s+[\"']?(\\$\\(|`)";

    /** Of a word that runs what it is given: with what a program's text gives it, and no sentence does. */
    private static final Pattern RUNS =
            Pattern.compile(CALLED + "(\\(|\\[|[\"'$`]|__import__|[\\w:]*(decode|pack|[Bb]ase64))" + EVALUATED);

    /** A shell's exec takes a program, which is as harmless as without it; texts of other languages stand in a shell's, too. */
    private static final Pattern SHELL_RUNS = Pattern.compile(CALLED + "(\\(|[\"']?(\\$\\(|`))" + EVALUATED);

    private Decoders() {}

    /** Whether a program that decodes gives what it has decoded to a pipe. */
    public static boolean isDecoding(ProcessInfo process) {
        return process.stdio().out() == Stdio.Kind.PIPE && decodes(process);
    }

    private static boolean decodes(ProcessInfo process) {
        List<String> options = Pipelines.ownArguments(process);
        String name = Callings.called(process);
        if (OF_TEXT.contains(name)) {
            return options.stream()
                    .anyMatch(option -> DECODE_OPTION.matcher(option).matches());
        }
        return switch (name) {
            case "openssl" -> options.contains("-d");
            case "xxd" -> options.stream().anyMatch(option -> option.equals("-r") || option.equals("-revert"));
            case "uudecode" -> true;
            default ->
                Programs.isInterpreter(process)
                        && DECODES.matcher(text(process)).find();
        };
    }

    /** Whether an interpreter is given a text that decodes something and runs what comes of it. */
    public static boolean isRunByText(ProcessInfo process) {
        if (!Programs.isInterpreter(process)) {
            return false;
        }
        String text = text(process);
        Pattern runs = Programs.isShell(process) ? SHELL_RUNS : RUNS;
        return DECODES.matcher(text).find() && runs.matcher(text).find();
    }

    /** What an interpreter is to run that stands in its arguments; "" for a script. */
    private static String text(ProcessInfo process) {
        List<String> options = Pipelines.ownArguments(process);
        for (int i = 0; i + 1 < options.size() && options.get(i).startsWith("-"); i++) {
            if (TEXT_OPTION.matcher(options.get(i)).matches()) {
                return options.get(i + 1);
            }
        }
        return "";
    }

    /** A container that starts may be told so what to do; behind a server, and later, nobody tells it anything. */
    public static Severity severity(Event event) {
        return EarlyLife.looksRound(event) && !Ancestry.byShellOfServer(event.process())
                ? Severity.MEDIUM
                : Severity.HIGH;
    }
}
