package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.manifest.fix.IssueFinder;
import dev.vedette.policy.manifest.result.FindingsOfRules;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.ReadAhead;
import dev.vedette.policy.manifest.result.RunByRules;
import dev.vedette.policy.manifest.result.RunByStandard;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.ScanRun;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.manifest.waiver.ManifestWaivers;
import dev.vedette.policy.manifest.waiver.WaivableChecks;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
    private static final List<String> STANDARDS_OPTIONS = List.of("--pss-level", "--pss-version");

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
     * @param judge begins to judge, always in the same way
     * @param checks what it asks
     * @param finder the same, for those who mend
     */
    private record Judging(Supplier<ScanRun> judge, WaivableChecks checks, IssueFinder finder) {}

    @Override
    public Integer call() throws IOException {
        outcome.check();
        if (only != Judge.PSS
                && STANDARDS_OPTIONS.stream().anyMatch(spec.commandLine().getParseResult()::hasMatchedOption)) {
            throw new CommandFailed(
                    "--pss-level and --pss-version say which standard is meant: give --only pss as well");
        }
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
            ScanRun run = judging.judge().get();
            ManifestWaivers waivers = new ManifestWaivers(judging.checks());
            ReadAhead.run(then -> inputs.read(part -> {
                Runnable rest = run.ahead(part);
                then.accept(() -> {
                    rest.run();
                    waivers.read(part);
                });
            }));
            ScanResult found = onlyNew.of(run.result(), judging.judge());
            ScanResult result = outcome.weigh(found, waivers, judging.checks());
            PrintWriter out = spec.commandLine().getOut();
            format.report(paths).write(result, out);
            out.flush();
            return result.exitCode();
        }
    }

    private Judging byStandard(SourcePaths paths) {
        if (level == PodSecurityLevel.PRIVILEGED) {
            throw new CommandFailed(
                    "--pss-level privileged allows everything, so that nothing would be judged: give baseline or restricted");
        }
        PodSecurityStandard standard = new PodSecurityStandard(level, version);
        PodSecurityScan scan = new PodSecurityScan(standard);
        return new Judging(
                () -> new RunByStandard(scan, paths), WaivableChecks.ofStandard(standard), IssueFinder.of(scan));
    }

    private Judging byRules(OpenThings open, SourcePaths paths) {
        try {
            List<RuleBundle> rules = policies.rules(open);
            RuleCatalog catalog = RuleCatalog.of(rules);
            Scanner scanner = open.add(Scanner.ofManifests(rules, policies.policies(catalog)));
            return new Judging(
                    () -> new RunByRules(scanner, new FindingsOfRules(catalog::find, paths)),
                    WaivableChecks.ofRules(catalog.ids()),
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
