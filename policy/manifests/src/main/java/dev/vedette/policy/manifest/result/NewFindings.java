package dev.vedette.policy.manifest.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells which findings were not there before.
 *
 * <p>Each earlier finding stands for one of now with the same fingerprint: first in the same file, then, as files are moved,
 * in any. What is there once more than before is new once.
 */
public final class NewFindings {
    private NewFindings() {}

    /** Those of {@code now}, in their order, that no finding of {@code before} stands for. */
    public static List<ScanFinding> since(
            List<ScanFinding> before, List<ScanFinding> now, Function<ScanFinding, Fingerprint> fingerprint) {
        Map<Fingerprint, Integer> known = new HashMap<>();
        before.forEach(finding -> known.merge(fingerprint.apply(finding), 1, Integer::sum));
        List<ScanFinding> left = without(known, now, fingerprint);
        Map<Fingerprint, Integer> moved = new HashMap<>();
        known.forEach((print, count) -> moved.merge(print.in(""), count, Integer::sum));
        return without(moved, left, fingerprint.andThen(print -> print.in("")));
    }

    private static List<ScanFinding> without(
            Map<Fingerprint, Integer> known, List<ScanFinding> now, Function<ScanFinding, Fingerprint> fingerprint) {
        List<ScanFinding> left = new ArrayList<>();
        for (ScanFinding finding : now) {
            Fingerprint print = fingerprint.apply(finding);
            int count = known.getOrDefault(print, 0);
            if (count > 0) {
                known.put(print, count - 1);
            } else {
                left.add(finding);
            }
        }
        return left;
    }
}
