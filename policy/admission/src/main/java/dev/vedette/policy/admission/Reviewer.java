package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.admission.standards.StandardsReviewer;
import dev.vedette.policy.model.AccessRequested;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Has one request judged, in time: by the rules, and by what its namespace demands. */
final class Reviewer {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RulesReviewer rules;
    private final Optional<StandardsReviewer> standards;
    private final TimedJudges judges;
    private final String ownNamespace;
    private final Optional<AdmissionLog> log;
    private final Optional<Sealer> sealer;
    private final Clock clock;

    Reviewer(
            RulesReviewer rules,
            Optional<StandardsReviewer> standards,
            TimedJudges judges,
            String ownNamespace,
            Optional<AdmissionLog> log,
            Optional<Sealer> sealer,
            Clock clock) {
        this.rules = rules;
        this.standards = standards;
        this.judges = judges;
        this.ownNamespace = ownNamespace;
        this.log = log;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** @param closed whether what cannot be judged is refused */
    AdmissionAnswer review(AdmissionRequest request, boolean closed, Deadline until) {
        List<AccessRequested> ways = isOwn(request) ? List.of() : WaysIn.of(request, clock.millis() * NANOS_PER_MILLI);
        AdmissionAnswer answer = judge(request, ways, until).settled(closed);
        // Only what is let in is written down, so not before all that may refuse it has been heard.
        if (answer.allowed()) {
            log.ifPresent(records -> records.admitted(request, ways));
        }
        return answer.allowed()
                ? answer.withWarnings(sealer.flatMap(seals -> seals.complaint(request)).stream()
                        .toList())
                : answer;
    }

    /** What is to be changed of an object: nothing but the seal of a new pod that would be let in as it is. */
    AdmissionAnswer mutate(AdmissionRequest request, boolean closed, Deadline until) {
        return sealer.isPresent()
                        && judge(request, List.of(), until).settled(closed).allowed()
                ? sealer.get().seal(request)
                : AdmissionAnswer.ALLOWED;
    }

    private AdmissionAnswer judge(AdmissionRequest request, List<AccessRequested> ways, Deadline until) {
        if (isOwn(request)) {
            return AdmissionAnswer.exempt("own namespace");
        }
        return judges.both(
                () -> standards.map(judge -> judge.review(request, until)).orElse(AdmissionAnswer.ALLOWED),
                () -> rules.review(request, ways),
                until);
    }

    private boolean isOwn(AdmissionRequest request) {
        return !ownNamespace.isEmpty() && request.namespace().equals(ownNamespace);
    }
}
