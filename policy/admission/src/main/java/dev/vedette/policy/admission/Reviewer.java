package dev.vedette.policy.admission;

import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one request judged. */
final class Reviewer {
    private static final Logger LOG = LoggerFactory.getLogger(Reviewer.class);

    private final Scanner scanner;
    private final AdmissionPolicy policy;
    private final String ownNamespace;

    Reviewer(Scanner scanner, AdmissionPolicy policy, String ownNamespace) {
        this.scanner = scanner;
        this.policy = policy;
        this.ownNamespace = ownNamespace;
    }

    AdmissionAnswer review(AdmissionRequest request) {
        boolean own = !ownNamespace.isEmpty() && request.namespace().equals(ownNamespace);
        if (own || request.object() == null || request.leavesSpecAlone()) {
            return AdmissionAnswer.ALLOWED;
        }
        ScanReport report;
        try {
            report = scanner.scanText("admission", request.object().toString());
        } catch (RuntimeException e) {
            LOG.error("could not judge {} {}", request.kind(), request.uid(), e);
            return new AdmissionAnswer(true, "", List.of("Vedette could not judge this " + request.kind()));
        }
        AdmissionAnswer answer = policy.answer(report.findings());
        if (report.problems().isEmpty()) {
            return answer;
        }
        List<String> warnings = new ArrayList<>(answer.warnings());
        report.problems().forEach(problem -> warnings.add("Vedette could not judge all of it: " + problem.message()));
        return new AdmissionAnswer(answer.allowed(), answer.message(), warnings);
    }
}
