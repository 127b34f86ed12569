package dev.vedette.policy.admission;

import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one request judged. */
final class Reviewer {
    private static final Logger LOG = LoggerFactory.getLogger(Reviewer.class);

    private final Scanner scanner;
    private final AdmissionPolicy policy;
    private final String ownNamespace;
    private final Optional<AdmissionLog> log;
    private final Optional<Sealer> sealer;

    Reviewer(
            Scanner scanner,
            AdmissionPolicy policy,
            String ownNamespace,
            Optional<AdmissionLog> log,
            Optional<Sealer> sealer) {
        this.scanner = scanner;
        this.policy = policy;
        this.ownNamespace = ownNamespace;
        this.log = log;
        this.sealer = sealer;
    }

    AdmissionAnswer review(AdmissionRequest request) {
        AdmissionAnswer answer = judge(request);
        if (!answer.allowed()) {
            return answer;
        }
        log.ifPresent(records -> records.admitted(request));
        Optional<String> complaint = sealer.flatMap(seals -> seals.complaint(request));
        if (complaint.isEmpty()) {
            return answer;
        }
        List<String> warnings = new ArrayList<>(answer.warnings());
        warnings.add(complaint.get());
        return new AdmissionAnswer(true, answer.message(), warnings);
    }

    /** What is to be changed of an object: nothing but the seal of a new pod that would be let in as it is. */
    AdmissionAnswer mutate(AdmissionRequest request) {
        return sealer.isPresent() && judge(request).allowed() ? sealer.get().seal(request) : AdmissionAnswer.ALLOWED;
    }

    private AdmissionAnswer judge(AdmissionRequest request) {
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
