package dev.vedette.cli;

import dev.vedette.policy.manifest.JsonReport;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.TableReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges manifests. */
@Command(
        name = "scan",
        description = "Judge manifests by the same rules that watch containers.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:clean", "1:findings", "2:something could not be judged"},
        footer = {
            "",
            "Examples:",
            "  vedette scan deploy/                     every YAML and JSON file below",
            "  helm template . | vedette scan -         standard input",
            "  vedette scan --format json pod.yaml"
        })
final class ScanCommand implements Callable<Integer> {
    enum Format {
        TABLE,
        JSON
    }

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-", description = "What to judge; - is standard input.")
    private List<String> operands;

    @Option(names = "--format", defaultValue = "TABLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Mixin
    private PolicyOptions policies;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (OpenThings open = new OpenThings()) {
            ScanReport report = policies.scanner(open, policies.trust()).scan(operands, System.in);
            PrintWriter out = spec.commandLine().getOut();
            if (format == Format.JSON) {
                new JsonReport().write(report, out);
            } else {
                new TableReport(Terminal.showsColour()).write(report, out);
            }
            out.flush();
            return report.exitCode();
        }
    }
}
