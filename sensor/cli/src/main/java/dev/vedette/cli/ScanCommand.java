package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.manifest.fix.IssueFinder;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.ResultOfRules;
import dev.vedette.policy.manifest.result.ResultOfStandard;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.manifest.waiver.WaivableChecks;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Judges manifests. */
@Command(
        name = "scan",
        description = "Judge manifests by the same rules that watch containers.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no finding as bad as --fail-on says",
            "1:findings",
            "2:something could not be judged, whatever else was found"
        },
        footer = {
            "",
            "Examples:",
            "  vedette scan deploy/                     every YAML and JSON file below",
            "  kubectl kustomize . | vedette scan -     standard input",
            "  vedette scan --helm chart/ --values prod.yaml",
            "  vedette scan --cluster --namespace shop",
            "  vedette scan --new-from main deploy/     what main does not have yet",
            "  vedette scan --format sarif deploy/ > vedette.sarif",
            "  vedette scan --write-baseline known.json deploy/",
            "  vedette scan --baseline known.json --fail-on high deploy/",
            "  vedette scan --only pss --pss-level baseline --pss-version 1.29 deploy/",
            "  vedette scan --fix --dry-run deploy/     what would be mended, as a diff"
        })
final class ScanCommand implements Callable<Integer> {
    @Mixin
    private ScanInputs inputs;

    @Option(names = "--format", defaultValue = "TABLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private ReportFormat format;

    @Option(
            names = "--only",
            defaultValue = "RULES",
            description = "What judges: the rules, or a Pod Security Standard of Kubernetes. One of:"
                    + " ${COMPLETION-CANDIDATES}.")
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
    private ScanOutcomeOptions outcome;

    @Mixin
    private FixOptions fixes;

    @Spec
    private CommandSpec spec;

    /**
     * Who judges.
     *
     * @param judge judges, always in the same way
     * @param checks what it asks
     * @param finder the same, for those who mend
     */
    private record Judging(Function<ManifestSet, ScanResult> judge, WaivableChecks checks, IssueFinder finder) {}

    @Override
    public Integer call() throws IOException {
        SourcePaths paths = SourcePaths.ofWorkingDirectory();
        try (OpenThings open = new OpenThings()) {
            Judging judging = only == Judge.PSS ? byStandard(paths) : byRules(open, paths);
            return fixes.isAsked(spec) ? fixed(judging) : judged(judging, paths);
        }
    }

    private int fixed(Judging judging) throws IOException {
        outcome.refuseFor("--fix");
        return fixes.run(judging.finder(), inputs.files(), format, spec);
    }

    private int judged(Judging judging, SourcePaths paths) throws IOException {
        try (OnlyNew onlyNew = new OnlyNew(inputs, spec.commandLine().getErr())) {
            ManifestSet set = inputs.read();
            ScanResult found = onlyNew.of(judging.judge().apply(set), judging.judge());
            ScanResult result = outcome.weigh(found, set, judging.checks());
            PrintWriter out = spec.commandLine().getOut();
            format.report(paths).write(result, out);
            out.flush();
            return result.exitCode();
        }
    }

    private Judging byStandard(SourcePaths paths) {
        PodSecurityStandard standard = new PodSecurityStandard(level, version);
        PodSecurityScan scan = new PodSecurityScan(standard);
        return new Judging(
                set -> new ResultOfStandard(set, paths).of(scan.judge(set)),
                WaivableChecks.ofStandard(standard),
                IssueFinder.of(scan));
    }

    private Judging byRules(OpenThings open, SourcePaths paths) {
        try {
            List<RuleBundle> rules = policies.rules(open);
            RuleCatalog catalog = RuleCatalog.of(rules);
            Scanner scanner = open.add(new Scanner(rules, policies.policies(catalog)));
            return new Judging(
                    set -> new ResultOfRules(catalog::find, set, paths).of(scanner.judge(set)),
                    WaivableChecks.ofRules(
                            catalog.all().stream().map(RuleInfo::id).toList()),
                    IssueFinder.of(scanner));
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
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
