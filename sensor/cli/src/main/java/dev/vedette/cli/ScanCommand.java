package dev.vedette.cli;

import dev.vedette.policy.manifest.JsonReport;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.manifest.TableReport;
import dev.vedette.policy.manifest.fix.IssueFinder;
import dev.vedette.policy.podsecurity.PodSecurityJson;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityReport;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityTable;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
            "  vedette scan --format json pod.yaml",
            "  vedette scan --only pss --pss-level baseline --pss-version 1.29 deploy/",
            "  vedette scan --fix --dry-run deploy/     what would be mended, as a diff"
        })
final class ScanCommand implements Callable<Integer> {
    enum Format {
        TABLE,
        JSON
    }

    enum Judge {
        RULES,
        PSS
    }

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-", description = "What to judge; - is standard input.")
    private List<String> operands;

    @Option(names = "--format", defaultValue = "TABLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(
            names = "--only",
            defaultValue = "RULES",
            description =
                    "What judges: the rules, or a Pod Security Standard of Kubernetes. One of: ${COMPLETION-CANDIDATES}.")
    private Judge only;

    @Option(
            names = "--pss-level",
            defaultValue = "RESTRICTED",
            description =
                    "The standard's level; with --only pss. One of: ${COMPLETION-CANDIDATES}. Default: restricted.")
    private PodSecurityLevel level;

    @Option(
            names = "--pss-version",
            paramLabel = "1.N",
            defaultValue = "latest",
            converter = VersionConverter.class,
            description = "Which Kubernetes' standard it is; with --only pss. Default: ${DEFAULT-VALUE}.")
    private PodSecurityVersion version;

    @Mixin
    private PolicyOptions policies;

    @Mixin
    private FixOptions fixes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return only == Judge.PSS ? byStandard() : byRules();
    }

    private int byStandard() throws IOException {
        PodSecurityScan scan = new PodSecurityScan(new PodSecurityStandard(level, version));
        if (fixes.isAsked(spec)) {
            return fixes.run(IssueFinder.of(scan), operands, format == Format.JSON, spec);
        }
        PodSecurityReport report = scan.scan(operands, System.in);
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            new PodSecurityJson().write(report, out);
        } else {
            new PodSecurityTable().write(report, out);
        }
        out.flush();
        return report.exitCode();
    }

    private int byRules() throws IOException {
        try (OpenThings open = new OpenThings()) {
            Scanner scanner = policies.scanner(open, policies.trust());
            if (fixes.isAsked(spec)) {
                return fixes.run(IssueFinder.of(scanner), operands, format == Format.JSON, spec);
            }
            ScanReport report = scanner.scan(operands, System.in);
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

    static final class VersionConverter implements ITypeConverter<PodSecurityVersion> {
        @Override
        public PodSecurityVersion convert(String text) {
            try {
                return PodSecurityVersion.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
