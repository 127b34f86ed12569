package dev.vedette.policy.admission.standards;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.policy.podsecurity.PodSecurityViolation;
import java.util.List;
import java.util.stream.Collectors;

/** What people are told of pods that fail; short, and printable whatever the pod names things. */
final class Words {
    private static final int MOST_VIOLATIONS = 8;
    private static final int MOST_OF_ONE = 200;

    private Words() {}

    /** As {@code fails the Pod Security Standard baseline:latest: privileged: Container main is privileged}. */
    static String failing(PodSecurityDemand demand, List<PodSecurityViolation> violations) {
        String first =
                violations.stream().limit(MOST_VIOLATIONS).map(Words::sentence).collect(Collectors.joining("; "));
        int more = violations.size() - MOST_VIOLATIONS;
        return "fails the Pod Security Standard " + demand + ": " + first + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String sentence(PodSecurityViolation violation) {
        String message = violation.message().replaceFirst("\\.$", "");
        return PrintableText.of(
                violation.check() + ": " + message + " (" + violation.where().pointer() + ")", MOST_OF_ONE);
    }

    static String printable(String text) {
        return PrintableText.of(text, MOST_OF_ONE);
    }
}
