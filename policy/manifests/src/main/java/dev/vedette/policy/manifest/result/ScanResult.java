package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a scan came to.
 *
 * @param findings those that count, worst first, then by place
 * @param withheld those that do not, and why
 * @param problems what could not be judged
 * @param objects what was read
 * @param waivers each that was given, and what came of it
 * @param gone what the baseline has and is not found any more
 * @param failOn the least severity with which a finding fails the scan
 */
public record ScanResult(
        Judge judge,
        List<ScanFinding> findings,
        List<Withheld> withheld,
        List<ManifestProblem> problems,
        List<Place> objects,
        List<WaiverUse> waivers,
        List<KnownFinding> gone,
        Severity failOn) {
    private static final Comparator<ScanFinding> WORST_FIRST = Comparator.comparing(ScanFinding::severity)
            .reversed()
            .thenComparing(finding -> finding.place().file())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column())
            .thenComparing(finding -> finding.check().id())
            .thenComparing(ScanFinding::container);

    public ScanResult {
        findings = findings.stream().sorted(WORST_FIRST).toList();
        withheld = withheld.stream()
                .sorted(Comparator.comparing(Withheld::finding, WORST_FIRST))
                .toList();
        problems = List.copyOf(problems);
        objects = List.copyOf(objects);
        waivers = List.copyOf(waivers);
        gone = List.copyOf(gone);
    }

    /** What a judge found, before anybody waived or knew anything of it. Whatever is more than worth knowing fails. */
    public ScanResult(
            Judge judge,
            List<ScanFinding> findings,
            List<Withheld> withheld,
            List<ManifestProblem> problems,
            List<Place> objects) {
        this(judge, findings, withheld, problems, objects, List.of(), List.of(), Severity.LOW);
    }

    /** The same, failing with findings of {@code least} and worse. */
    public ScanResult failingOn(Severity least) {
        return new ScanResult(judge, findings, withheld, problems, objects, waivers, gone, least);
    }

    /** The same, as if nothing else had been found than {@code some}. */
    public ScanResult only(List<ScanFinding> some) {
        return new ScanResult(judge, some, withheld, problems, objects, waivers, gone, failOn);
    }

    /** The same, with more that could not be judged. */
    public ScanResult notJudging(List<ManifestProblem> more) {
        List<ManifestProblem> all =
                Stream.concat(problems.stream(), more.stream()).toList();
        return new ScanResult(judge, findings, withheld, all, objects, waivers, gone, failOn);
    }

    /** Whether this finding alone would fail the scan. */
    public boolean fails(ScanFinding finding) {
        return finding.severity().atLeast(failOn);
    }

    /** What the program should exit with: 0, 1 or 2, as {@link ScanReport} has them. */
    public int exitCode() {
        if (!problems.isEmpty()) {
            return ScanReport.NOT_JUDGED;
        }
        return findings.stream().anyMatch(this::fails) ? ScanReport.FINDINGS : ScanReport.CLEAN;
    }

    /** What people should know beside what was found: a sentence each. */
    public List<String> notices() {
        return Stream.concat(
                        waivers.stream().flatMap(use -> use.notice().stream()),
                        gone.stream()
                                .map(known -> known.file() + ": " + known.check() + " of " + known.object()
                                        + " is gone, and still in the baseline: write it again"))
                .toList();
    }

    /** How many findings {@code cause} keeps back. */
    public long withheld(Withheld.Cause cause) {
        return withheld.stream().filter(kept -> kept.cause() == cause).count();
    }
}
