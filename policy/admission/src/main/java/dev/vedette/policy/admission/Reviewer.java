package dev.vedette.policy.admission;

import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.Finding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one request judged. */
final class Reviewer {
    private static final Logger LOG = LoggerFactory.getLogger(Reviewer.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Scanner scanner;
    private final AdmissionPolicy policy;
    private final String ownNamespace;
    private final Optional<AdmissionLog> log;
    private final Optional<Sealer> sealer;
    private final Clock clock;

    Reviewer(
            Scanner scanner,
            AdmissionPolicy policy,
            String ownNamespace,
            Optional<AdmissionLog> log,
            Optional<Sealer> sealer,
            Clock clock) {
        this.scanner = scanner;
        this.policy = policy;
        this.ownNamespace = ownNamespace;
        this.log = log;
        this.sealer = sealer;
        this.clock = clock;
    }

    AdmissionAnswer review(AdmissionRequest request) {
        List<AccessRequested> ways = waysIn(request);
        AdmissionAnswer answer = together(judge(request), ways);
        if (!answer.allowed()) {
            return answer;
        }
        log.ifPresent(records -> records.admitted(request, ways));
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

    private List<AccessRequested> waysIn(AdmissionRequest request) {
        return isOwn(request) ? List.of() : WaysIn.of(request, clock.millis() * NANOS_PER_MILLI);
    }

    /** What is said of the object, and of the ways in that are asked for with it. */
    private AdmissionAnswer together(AdmissionAnswer ofObject, List<AccessRequested> ways) {
        if (ways.isEmpty()) {
            return ofObject;
        }
        List<Finding> findings;
        try {
            findings = ways.stream().flatMap(way -> scanner.judge(way).stream()).toList();
        } catch (RuntimeException e) {
            LOG.error("could not judge {}", ways, e);
            return ofObject;
        }
        AdmissionAnswer ofWays = policy.answer(findings);
        // The warning goes to whoever asks: somebody else should hear of it too.
        findings.forEach(found -> LOG.warn(
                "{} {} {} of {}: {}",
                ofWays.allowed() ? "allowed" : "denied",
                found.ruleId(),
                found.severity().label(),
                found.container().displayName(),
                found.message()));
        List<String> warnings = new ArrayList<>(ofObject.warnings());
        warnings.addAll(ofWays.warnings());
        return new AdmissionAnswer(
                ofObject.allowed() && ofWays.allowed(),
                ofObject.allowed() ? ofWays.message() : ofObject.message(),
                warnings);
    }

    private boolean isOwn(AdmissionRequest request) {
        return !ownNamespace.isEmpty() && request.namespace().equals(ownNamespace);
    }

    private AdmissionAnswer judge(AdmissionRequest request) {
        if (isOwn(request) || request.object() == null || request.leavesSpecAlone()) {
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
