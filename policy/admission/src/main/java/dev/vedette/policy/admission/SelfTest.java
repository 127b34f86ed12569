package dev.vedette.policy.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.admission.standards.StandardsReviewer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the judges about a pod that gives its node away in several ways. Where they let it in without a word, policies waive
 * too much or something is broken, and nobody should rely on them. Thread-safe.
 */
final class SelfTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final JsonNode BAD = pod("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"self-test","namespace":"vedette-self-test"},
             "spec":{"hostPID":true,"hostNetwork":true,
              "volumes":[{"name":"node","hostPath":{"path":"/"}},
                         {"name":"runtime","hostPath":{"path":"/run/containerd/containerd.sock"}}],
              "containers":[{"name":"main","image":"self-test","securityContext":{"privileged":true},
               "volumeMounts":[{"name":"node","mountPath":"/node"},{"name":"runtime","mountPath":"/runtime.sock"}]}]}}""");
    private static final JsonNode GOOD = pod("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"self-test","namespace":"vedette-self-test"},
             "spec":{"containers":[{"name":"main","image":"self-test",
               "securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,
                "capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}}]}}""");

    private final RulesReviewer rules;
    private final Optional<StandardsReviewer> standards;
    private final TimedJudges judges;
    private final boolean enforce;

    /** @param enforce whether the bad pod is to be refused, and not only warned of */
    SelfTest(RulesReviewer rules, Optional<StandardsReviewer> standards, TimedJudges judges, boolean enforce) {
        this.rules = rules;
        this.standards = standards;
        this.judges = judges;
        this.enforce = enforce;
    }

    /** What is wrong, one sentence; empty if nothing is. */
    Optional<String> problem() {
        if (standards.isPresent() && !standards.get().tells(BAD, GOOD)) {
            return Optional.of("the checks of the Pod Security Standards do not tell a bad pod from a good one");
        }
        AdmissionAnswer answer = judges.both(
                () -> AdmissionAnswer.ALLOWED, () -> rules.review(request(), List.of()), Deadline.in(LONGEST));
        if (!answer.unjudged().isEmpty()) {
            return Optional.of("a pod could not be judged: " + String.join("; ", answer.unjudged()));
        }
        if (enforce && answer.allowed()) {
            return Optional.of(
                    "a privileged pod with the node's files and the runtime's socket would be let in: policies waive"
                            + " too much, or findings are to be worse than it to deny");
        }
        return answer.allowed() && answer.warnings().isEmpty()
                ? Optional.of(
                        "a privileged pod with the node's files and the runtime's socket would be let in without a word:"
                                + " policies waive too much")
                : Optional.empty();
    }

    private static AdmissionRequest request() {
        return new AdmissionRequest(
                "self-test",
                "Pod",
                "pods",
                "self-test",
                "vedette-self-test",
                "",
                "vedette",
                List.of(),
                "CREATE",
                true,
                BAD,
                null);
    }

    private static JsonNode pod(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the pod of the self-test is no JSON", e);
        }
    }
}
