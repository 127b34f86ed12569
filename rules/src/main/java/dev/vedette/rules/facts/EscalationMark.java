package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.regex.Pattern;

/** How programs are begun by those who exploit a known weakness to get more rights, and by hardly anybody else. */
public enum EscalationMark {
    NOT("", "", Severity.INFO),
    NO_ARGUMENTS("without any argument, not even its own name", "pkexec (CVE-2021-4034)", Severity.CRITICAL),
    TRAILING_BACKSLASH("with an argument that ends in a backslash", "sudoedit (CVE-2021-3156)", Severity.CRITICAL),
    DOUBLED_TUNABLE("with a tunable as another tunable's value", "glibc's loader (CVE-2023-4911)", Severity.CRITICAL),
    CHOSEN_ROOT("with a root directory of the caller's choice", "sudo (CVE-2025-32463)", Severity.HIGH),
    LOGIN_WITHOUT_PASSWORD("for a user who need not prove it", "telnetd (CVE-2026-24061)", Severity.HIGH);

    /** {@code name=name=value}: the loader of the time copied the rest twice. */
    private static final Pattern DOUBLED = Pattern.compile("(^|:)[^:=]+=[^:=]*\\.[^:=]*=");

    private final String words;
    private final String weakness;
    private final Severity severity;

    EscalationMark(String words, String weakness, Severity severity) {
        this.words = words;
        this.weakness = weakness;
        this.severity = severity;
    }

    public static EscalationMark of(ProcessExecuted event) {
        return event.start().secure() ? ofSecure(event) : ofLogin(event.process());
    }

    private static EscalationMark ofSecure(ProcessExecuted event) {
        List<String> arguments = event.arguments();
        if (event.start().argumentCount() == 0
                || (event.start().argumentCount() == 1 && arguments.equals(List.of("")))) {
            return NO_ARGUMENTS;
        }
        String tunables = event.start().loaderVariables().getOrDefault("GLIBC_TUNABLES", "");
        if (!tunables.isEmpty() && DOUBLED.matcher(tunables).find()) {
            return DOUBLED_TUNABLE;
        }
        if (arguments.isEmpty()) {
            return NOT;
        }
        // sudo itself asks its first argument whether it is to edit.
        String called = ProgramKinds.called(arguments.getFirst());
        if (called.endsWith("edit") || options(arguments).contains("-e")) {
            return editsWithBackslash(arguments) ? TRAILING_BACKSLASH : NOT;
        }
        boolean sudo = called.equals("sudo") || event.executable().name().equals("sudo");
        return sudo && choosesRoot(options(arguments)) ? CHOSEN_ROOT : NOT;
    }

    private static boolean editsWithBackslash(List<String> arguments) {
        return options(arguments).stream().anyMatch(option -> option.matches("-[a-zA-Z]*[si][a-zA-Z]*|--shell|--login"))
                && arguments.stream().skip(1).anyMatch(argument -> argument.endsWith("\\"));
    }

    private static boolean choosesRoot(List<String> options) {
        return options.stream().anyMatch(option -> option.startsWith("-R") || option.startsWith("--chroot"));
    }

    /** Up to the first word that is none: what follows belongs to the program that is to be run. */
    private static List<String> options(List<String> arguments) {
        return arguments.stream()
                .skip(1)
                .takeWhile(argument -> argument.startsWith("-"))
                .toList();
    }

    private static EscalationMark ofLogin(ProcessInfo process) {
        if (!ProcessTraits.of(process).fileName().equals("login") || process.parent() == null) {
            return NOT;
        }
        boolean telnet = Ancestry.inContainer(process).stream()
                .skip(1)
                .anyMatch(p -> p.executable().name().endsWith("telnetd"));
        return telnet && process.arguments().stream().skip(1).anyMatch(argument -> argument.startsWith("-f"))
                ? LOGIN_WITHOUT_PASSWORD
                : NOT;
    }

    public boolean applies() {
        return this != NOT;
    }

    public String words() {
        return words;
    }

    public String weakness() {
        return weakness;
    }

    public Severity severity() {
        return severity;
    }
}
