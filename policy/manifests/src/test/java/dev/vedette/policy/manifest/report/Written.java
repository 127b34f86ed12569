package dev.vedette.policy.manifest.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.KnownFinding;
import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Waiver;
import dev.vedette.policy.manifest.result.WaiverUse;
import dev.vedette.policy.manifest.result.Withheld;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Reports as texts, and results to make them of. */
final class Written {
    private Written() {}

    static String by(Report report, ScanResult result) throws IOException {
        StringBuilder out = new StringBuilder();
        report.write(result, out);
        return out.toString();
    }

    static JsonNode json(Report report, ScanResult result) throws IOException {
        return new JsonMapper().readTree(by(report, result));
    }

    /** A pod with findings of both levels in a file, beside a service without. */
    static ScanResult ofPod() {
        return Results.of("/repo/deploy/a b.yaml", """
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  hostPID: true
                  containers:
                    - {name: main, securityContext: {privileged: true}}
                ---
                kind: Service
                metadata: {name: web, namespace: shop}
                """);
    }

    /** One of everything that a result may have, each with this text wherever it can be. */
    static ScanResult hostile(String text) {
        ScanFinding finding = Results.finding(Severity.HIGH, text);
        Place place = finding.place();
        Waiver waiver = new Waiver(text, _ -> true, text, LocalDate.EPOCH, text, place);
        return new ScanResult(
                Judge.RULES,
                List.of(finding, Results.finding(Severity.INFO, text)),
                List.of(
                        new Withheld(finding, Withheld.Cause.WAIVER, text),
                        new Withheld(finding, Withheld.Cause.BASELINE, text)),
                List.of(new ManifestProblem(text, 1, 2, text)),
                List.of(new Place(text, text, "other", text, "", 9, 1)),
                List.of(new WaiverUse(waiver, WaiverUse.State.EXPIRED, 1)),
                List.of(new KnownFinding(text, text, text, text, text, text)),
                Severity.LOW);
    }
}
