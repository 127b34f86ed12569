package dev.vedette.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A command as a person runs it.
 *
 * @param exit the program's exit code
 * @param out what came on standard output
 * @param err what came on standard error
 */
record Ran(int exit, String out, String err) {
    /** Runs it in this process, which has one standard output: not for tests side by side. */
    static Ran command(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try (PrintStream outTo = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
                PrintStream errTo = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
            System.setOut(outTo);
            System.setErr(errTo);
            int exit = Vedette.run(arguments);
            return new Ran(exit, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Whether what a person sees has the look of a stack trace. */
    boolean showsInternals() {
        return (out + err).contains("\tat ") || (out + err).contains("Exception");
    }
}
