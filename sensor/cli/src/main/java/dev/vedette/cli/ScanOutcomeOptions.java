package dev.vedette.cli;

import dev.vedette.policy.manifest.baseline.BaselineException;
import dev.vedette.policy.manifest.baseline.BaselineFile;
import dev.vedette.policy.manifest.baseline.LookedFor;
import dev.vedette.policy.manifest.baseline.ScanBaseline;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.manifest.waiver.ManifestWaivers;
import dev.vedette.policy.manifest.waiver.WaivableChecks;
import dev.vedette.policy.manifest.waiver.WaiverFile;
import dev.vedette.policy.manifest.waiver.Waivers;
import dev.vedette.policy.model.Severity;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** What of a scan's findings counts: the same options whoever judges. */
final class ScanOutcomeOptions {
    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "LOW",
            description =
                    "Exit with 1 for findings of this severity and worse. One of: ${COMPLETION-CANDIDATES}. Default:"
                            + " low.")
    private Severity failOn;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Count only what is not in this file, and tell what of it is gone.")
    private Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "Write all findings to this file, so that they count no more.")
    private Path newBaseline;

    @Option(names = "--waivers", paramLabel = "FILE", description = "What is known and is no harm until a day.")
    private Path waivers;

    @Option(
            names = "--ignore-manifest-waivers",
            description = "Take no notice of waivers in the manifests' own annotations.")
    private boolean ignoreManifestWaivers;

    /** @throws CommandFailed if it is said in two ways what of the findings counts */
    void check() {
        if (baseline != null && newBaseline != null) {
            throw new CommandFailed("give --baseline or --write-baseline, not both");
        }
    }

    /**
     * What counts of {@code result}.
     *
     * @param ofManifests the waivers of what was judged
     * @param checks what was asked
     */
    ScanResult weigh(ScanResult result, ManifestWaivers ofManifests, WaivableChecks checks) {
        try {
            return compared(waived(result.failingOn(failOn), ofManifests, checks), checks::asks);
        } catch (BaselineException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** @throws CommandFailed if it is said what of the findings counts, where none is weighed */
    void refuseFor(String option) {
        if (baseline != null || newBaseline != null || waivers != null || ignoreManifestWaivers) {
            throw new CommandFailed(
                    option + " takes no baseline and no waivers: what is waived is mended like the rest");
        }
    }

    private ScanResult waived(ScanResult result, ManifestWaivers ofManifests, WaivableChecks checks) {
        List<Waiver> all = new ArrayList<>(ofFile(checks));
        if (ignoreManifestWaivers) {
            return new Waivers(all, checks, LocalDate.now(ZoneOffset.UTC)).applyTo(result);
        }
        all.addAll(ofManifests.waivers());
        return new Waivers(all, checks, LocalDate.now(ZoneOffset.UTC))
                .applyTo(result.notJudging(ofManifests.problems()));
    }

    private List<Waiver> ofFile(WaivableChecks checks) {
        if (waivers == null) {
            return List.of();
        }
        WaiverFile file = new WaiverFile(checks);
        List<Waiver> read = file.read(waivers);
        if (!file.problems().isEmpty()) {
            throw new CommandFailed("the waivers are refused:", file.problems());
        }
        return read;
    }

    private ScanResult compared(ScanResult result, Predicate<String> asked) throws BaselineException {
        if (newBaseline != null) {
            ScanBaseline fresh = ScanBaseline.of(result);
            new BaselineFile(newBaseline).write(fresh);
            return fresh.applyTo(result, _ -> false);
        }
        return baseline == null
                ? result
                : known(result.judge()).applyTo(result, new LookedFor(asked, result, Path.of("")));
    }

    private ScanBaseline known(Judge judge) throws BaselineException {
        ScanBaseline known = new BaselineFile(baseline).read();
        if (known.judge() != judge) {
            throw new CommandFailed("the baseline " + baseline + " was made by a scan with --only "
                    + known.judge().label() + ", and says nothing of one with --only " + judge.label());
        }
        return known;
    }
}
