package dev.vedette.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the webhook answered when the API server asked whether something may be stored or reached. Immutable.
 *
 * <p>It holds no value of what was asked for beyond names, so that no secret of a manifest or a command gets into it.
 *
 * @param uid of the review, as in the API server's audit log; not ""
 * @param outcome what was answered
 * @param allowed whether it was let in; what could not be judged may be either
 * @param asker who asked
 * @param asked for what
 * @param grounds what was found, worst first
 * @param groundsLeftOut how many more there were; 0 or more
 * @param unjudged what could not be judged, "" if nothing
 * @param exempt by what it was exempt from a judgement, as {@code namespace}; "" if it was not
 * @param node where the webhook ran
 * @param took from the request's arrival to the answer
 * @param epochNanos when it was answered
 */
public record AdmissionDecision(
        String uid,
        Outcome outcome,
        boolean allowed,
        Asker asker,
        Asked asked,
        List<Ground> grounds,
        int groundsLeftOut,
        String unjudged,
        String exempt,
        String node,
        Duration took,
        long epochNanos) {
    /** What was answered. */
    public enum Outcome {
        ALLOWED,
        /** Let in, with a warning to whoever asked. */
        WARNED,
        DENIED,
        /** Some of it could not be judged, or not in time; let in or not as the webhook is set to. */
        UNJUDGED
    }

    /**
     * @param user as the API server knows them, {@code system:serviceaccount:NAMESPACE:NAME} for a workload
     * @param groups of the user
     */
    public record Asker(String user, List<String> groups) {
        public Asker {
            Objects.requireNonNull(user, "user is null");
            groups = List.copyOf(groups);
        }
    }

    /**
     * @param operation {@code CREATE}, {@code UPDATE}, {@code DELETE} or {@code CONNECT}
     * @param subResource for example {@code exec}; "" for the object itself
     * @param namespace "" for objects without one
     * @param name "" where it has none yet
     * @param digest {@code sha256:…} of the specification, by which sensors know a pod's; "" if there is none,
     *     or if there was no time left for it
     */
    public record Asked(
            String operation, String kind, String subResource, String namespace, String name, String digest) {
        public Asked {
            Objects.requireNonNull(operation, "operation is null");
            Objects.requireNonNull(kind, "kind is null");
            Objects.requireNonNull(subResource, "subResource is null");
            Objects.requireNonNull(namespace, "namespace is null");
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(digest, "digest is null");
        }
    }

    /**
     * One thing that was found.
     *
     * @param check a rule's id, or the id of a check of the Pod Security Standards
     * @param title the rule's, or which standard it was
     * @param container by name, "" for the pod or another object
     * @param pointer the field, as a JSON pointer; "" for the object
     */
    public record Ground(
            String check, String title, Severity severity, Effect effect, String container, String pointer) {
        public Ground {
            Objects.requireNonNull(check, "check is null");
            Objects.requireNonNull(title, "title is null");
            Objects.requireNonNull(severity, "severity is null");
            Objects.requireNonNull(effect, "effect is null");
            Objects.requireNonNull(container, "container is null");
            Objects.requireNonNull(pointer, "pointer is null");
        }
    }

    /** What came of a ground. */
    public enum Effect {
        DENIED,
        WARNED,
        /** Told the audit log alone. */
        AUDITED
    }

    public AdmissionDecision {
        Objects.requireNonNull(uid, "uid is null");
        Objects.requireNonNull(outcome, "outcome is null");
        Objects.requireNonNull(asker, "asker is null");
        Objects.requireNonNull(asked, "asked is null");
        Objects.requireNonNull(unjudged, "unjudged is null");
        Objects.requireNonNull(exempt, "exempt is null");
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(took, "took is null");
        grounds = List.copyOf(grounds);
        if (groundsLeftOut < 0) {
            throw new IllegalArgumentException("groundsLeftOut is " + groundsLeftOut);
        }
    }
}
