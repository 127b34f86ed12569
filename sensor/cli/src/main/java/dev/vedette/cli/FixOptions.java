package dev.vedette.cli;

import dev.vedette.policy.manifest.fix.FixJson;
import dev.vedette.policy.manifest.fix.FixLevel;
import dev.vedette.policy.manifest.fix.FixReport;
import dev.vedette.policy.manifest.fix.FixRun;
import dev.vedette.policy.manifest.fix.FixTable;
import dev.vedette.policy.manifest.fix.IssueFinder;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether and how a scan mends what it finds. */
final class FixOptions {
    @Option(
            names = "--fix",
            description =
                    "Mend in the files what has one right answer, and say what is left; - goes to standard output.")
    private boolean fix;

    @Option(names = "--dry-run", description = "With --fix: write nothing, and show the changes as a diff.")
    private boolean dryRun;

    @Option(
            names = "--fix-level",
            defaultValue = "SAFE",
            description =
                    "With --fix: safe, or all, which also changes what a program may miss only later, as a root file"
                            + " system that it may write. One of: ${COMPLETION-CANDIDATES}.")
    private FixLevel level;

    /** @throws ParameterException if something is said of fixes, but nothing is to be fixed */
    boolean isAsked(CommandSpec spec) {
        if (dryRun && !fix) {
            throw new ParameterException(spec.commandLine(), "--dry-run is for --fix: give both");
        }
        return fix;
    }

    /**
     * Fixes what {@code operands} name. Where standard output is for a text or a diff, the report goes to standard error.
     *
     * @return what the program exits with
     */
    int run(IssueFinder finder, List<String> operands, ReportFormat format, CommandSpec spec) throws IOException {
        if (format != ReportFormat.TABLE && format != ReportFormat.JSON) {
            throw new CommandFailed("--fix says what it did with --format table or json");
        }
        // Manifests are UTF-8, whatever the terminal takes.
        Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
        FixReport report = new FixRun(finder, level, dryRun, out).run(operands, System.in);
        out.flush();
        boolean taken = dryRun || operands.contains("-");
        PrintWriter told =
                taken ? spec.commandLine().getErr() : spec.commandLine().getOut();
        if (format == ReportFormat.JSON) {
            new FixJson().write(report, dryRun, told);
        } else {
            new FixTable().write(report, dryRun, told);
        }
        told.flush();
        return report.exitCode();
    }
}
