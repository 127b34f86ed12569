package dev.vedette.policy.podsecurity;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.Objects;

/**
 * One check of the standards.
 *
 * @param id its id in Kubernetes
 * @param since the first minor version that has it
 * @param overrides the baseline check that counts no more where this one is asked; "" if none
 * @param remedy how what it finds is mended, one sentence
 */
record PodSecurityCheck(
        String id, PodSecurityLevel level, int since, String overrides, Judgement judgement, String remedy) {
    /** Looks at a pod and reports each field that fails. */
    @FunctionalInterface
    interface Judgement {
        void judge(JudgedPod pod, PodSecurityVersion version, Report report);
    }

    /** Takes what fails. */
    @FunctionalInterface
    interface Report {
        void fails(LocatedNode where, String message);
    }

    PodSecurityCheck {
        Objects.requireNonNull(judgement, "judgement is null");
    }

    static PodSecurityCheck baseline(String id, int since, Judgement judgement, String remedy) {
        return new PodSecurityCheck(id, PodSecurityLevel.BASELINE, since, "", judgement, remedy);
    }

    static PodSecurityCheck restricted(String id, int since, Judgement judgement, String remedy) {
        return new PodSecurityCheck(id, PodSecurityLevel.RESTRICTED, since, "", judgement, remedy);
    }

    PodSecurityCheck overriding(String baseline) {
        return new PodSecurityCheck(id, level, since, baseline, judgement, remedy);
    }
}
