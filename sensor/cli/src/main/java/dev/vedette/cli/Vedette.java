package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.model.PrintableText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program: finds the command and answers for its errors. */
@Command(
        name = "vedette",
        description = "Runtime security sensor and policy engine for Kubernetes nodes.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        footer = {
            "",
            "Examples:",
            "  vedette up --demo                everything at once, with a tour of harmless attacks",
            "  vedette scan manifests/          judge manifests; exit 0 clean, 1 findings, 2 could not judge",
            "  vedette findings --follow        what the running sensor finds",
            "  vedette explain VDT-2002         what a finding means and what to do"
        })
public final class Vedette {
    /** Of a sentence that says what is wrong. */
    private static final int MOST = 4_096;

    private Vedette() {}

    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(run(arguments));
    }

    /** Runs a command in this process; tests use it as users use {@link #main}. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Vedette());
        if (arguments.length == 0) {
            Commands.addAll(line);
            line.usage(System.out);
            return 0;
        }
        Commands.addNamed(arguments[0], line);
        return prepared(line).execute(arguments);
    }

    /** All commands with their options, to be looked at. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Vedette());
        Commands.addAll(line);
        return prepared(line);
    }

    /** Settings reach the commands that a line has already. */
    private static CommandLine prepared(CommandLine line) {
        return line.setExecutionExceptionHandler(Vedette::failed)
                .setParameterExceptionHandler(Vedette::misused)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** A person gets one sentence; the stack trace only with VEDETTE_DEBUG, which the sentence then names. */
    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult result) {
        PrintWriter err = line.getErr();
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        err.println("vedette: " + PrintableText.of(message, MOST));
        if (failure instanceof CommandFailed command) {
            command.details().forEach(detail -> err.println(PrintableText.of(detail, MOST)));
        }
        if (System.getenv("VEDETTE_DEBUG") != null) {
            failure.printStackTrace(err);
        } else if (!(failure instanceof CommandFailed || failure instanceof BundleException)) {
            err.println("(this was not expected; run again with VEDETTE_DEBUG=1 to see where it came from)");
        }
        return 2;
    }

    private static int misused(ParameterException misuse, String[] arguments) {
        PrintWriter err = misuse.getCommandLine().getErr();
        err.println("vedette: " + PrintableText.of(misuse.getMessage(), MOST));
        CommandLine.UnmatchedArgumentException.printSuggestions(misuse, err);
        err.println("Try: " + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return 2;
    }
}
