package dev.vedette.policy.manifest.waiver;

import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.manifest.result.WaiverUse;
import dev.vedette.policy.manifest.result.Withheld;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All waivers of a scan. Immutable. */
public final class Waivers {
    private final Map<String, List<Waiver>> byCheck;
    private final LocalDate today;

    /**
     * @param checks waivers of checks that it does not ask are left out of account
     * @param today in UTC
     */
    public Waivers(List<Waiver> waivers, WaivableChecks checks, LocalDate today) {
        this.byCheck = waivers.stream()
                .filter(waiver -> checks.asks(waiver.check()))
                .collect(Collectors.groupingBy(Waiver::check, LinkedHashMap::new, Collectors.toList()));
        this.today = today;
    }

    /** {@code result} without what is waived, and with what came of each waiver. */
    public ScanResult applyTo(ScanResult result) {
        List<ScanFinding> counting = new ArrayList<>();
        List<Withheld> withheld = new ArrayList<>(result.withheld());
        Map<Waiver, Integer> covered = new LinkedHashMap<>();
        byCheck.values().forEach(waivers -> waivers.forEach(waiver -> covered.put(waiver, 0)));
        for (ScanFinding finding : result.findings()) {
            List<Waiver> covering = covering(finding);
            covering.forEach(waiver -> covered.merge(waiver, 1, Integer::sum));
            Optional<Waiver> waiver =
                    covering.stream().filter(w -> w.isInForce(today)).findFirst();
            waiver.ifPresentOrElse(
                    w -> withheld.add(new Withheld(finding, cause(w, finding), w.describe())),
                    () -> counting.add(finding));
        }
        return new ScanResult(
                result.judge(),
                counting,
                withheld,
                result.problems(),
                result.objects(),
                covered.entrySet().stream()
                        .map(entry -> use(entry.getKey(), entry.getValue()))
                        .toList(),
                result.gone(),
                result.failOn());
    }

    private List<Waiver> covering(ScanFinding finding) {
        return byCheck.getOrDefault(finding.check().id(), List.of()).stream()
                .filter(waiver -> waiver.covers(finding))
                .toList();
    }

    private static Withheld.Cause cause(Waiver waiver, ScanFinding finding) {
        boolean beside = waiver.place().file().equals(finding.place().file());
        return beside ? Withheld.Cause.ANNOTATION : Withheld.Cause.WAIVER;
    }

    private WaiverUse use(Waiver waiver, int covered) {
        WaiverUse.State state = covered == 0 ? WaiverUse.State.UNUSED : WaiverUse.State.USED;
        return new WaiverUse(waiver, waiver.isInForce(today) ? state : WaiverUse.State.EXPIRED, covered);
    }
}
