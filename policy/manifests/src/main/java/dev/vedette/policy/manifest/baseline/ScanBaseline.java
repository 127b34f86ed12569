package dev.vedette.policy.manifest.baseline;

import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.KnownFinding;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Withheld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a scan found before. Immutable.
 *
 * @param judge by what it was judged
 * @param findings by file, object and check
 */
public record ScanBaseline(Judge judge, List<KnownFinding> findings) {
    private static final String KNOWN = "it is in the baseline";
    private static final Comparator<KnownFinding> ORDER = Comparator.comparing(KnownFinding::file)
            .thenComparing(KnownFinding::object)
            .thenComparing(KnownFinding::check)
            .thenComparing(KnownFinding::fingerprint);

    public ScanBaseline {
        findings = findings.stream().sorted(ORDER).toList();
    }

    /** All that counts in {@code result}. */
    public static ScanBaseline of(ScanResult result) {
        return new ScanBaseline(
                result.judge(), result.findings().stream().map(KnownFinding::of).toList());
    }

    /**
     * {@code result} without what was there before, and with what is there no more.
     *
     * @param lookedFor whether this scan would have found it if it were still there
     */
    public ScanResult applyTo(ScanResult result, Predicate<KnownFinding> lookedFor) {
        Map<String, KnownFinding> left = findings.stream()
                .collect(Collectors.toMap(
                        KnownFinding::fingerprint, Function.identity(), (first, _) -> first, LinkedHashMap::new));
        List<ScanFinding> fresh = new ArrayList<>();
        List<Withheld> withheld = new ArrayList<>(result.withheld());
        withheld.forEach(kept -> left.remove(kept.finding().fingerprint().text()));
        for (ScanFinding finding : result.findings()) {
            if (left.remove(finding.fingerprint().text()) == null) {
                fresh.add(finding);
            } else {
                withheld.add(new Withheld(finding, Withheld.Cause.BASELINE, KNOWN));
            }
        }
        return new ScanResult(
                result.judge(),
                fresh,
                withheld,
                result.problems(),
                result.objects(),
                result.waivers(),
                left.values().stream().filter(lookedFor).toList(),
                result.failOn());
    }
}
