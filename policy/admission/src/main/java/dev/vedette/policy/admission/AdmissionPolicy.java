package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.model.AdmissionDecision.Effect;
import dev.vedette.policy.model.AdmissionDecision.Ground;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * What findings mean at admission: warnings, or a denial.
 *
 * <p>Warnings are kept short: the API server passes on 4096 bytes of them in all. Source: k8s.io/api admission/v1,
 * AdmissionResponse.warnings. They become HTTP headers there and reach a terminal, so that they hold what is printable
 * alone.
 */
final class AdmissionPolicy {
    private static final int MAX_WARNINGS = 16;
    private static final int MAX_WARNING_LENGTH = 240;

    private final boolean enforce;
    private final Severity denyAt;

    AdmissionPolicy(boolean enforce, Severity denyAt) {
        this.enforce = enforce;
        this.denyAt = denyAt;
    }

    AdmissionAnswer answer(List<Finding> findings) {
        List<Finding> denying = findings.stream().filter(this::denies).toList();
        List<String> warnings = findings.stream()
                .filter(this::warns)
                .map(AdmissionPolicy::sentence)
                .toList();
        List<Ground> grounds = findings.stream().map(this::ground).toList();
        if (denying.isEmpty()) {
            return AdmissionAnswer.ALLOWED.withWarnings(bounded(warnings)).withGrounds(grounds);
        }
        List<String> reasons = denying.stream().map(AdmissionPolicy::sentence).toList();
        return AdmissionAnswer.denied("denied by Vedette: " + String.join("; ", bounded(reasons)))
                .withWarnings(bounded(warnings))
                .withGrounds(grounds);
    }

    private boolean denies(Finding finding) {
        return enforce && finding.severity().atLeast(denyAt);
    }

    /** What is true of nearly every workload would drown what is not. */
    private boolean warns(Finding finding) {
        return !denies(finding) && finding.severity().atLeast(Severity.LOW);
    }

    /** Without the finding's own words, which may hold what somebody's command says. */
    private Ground ground(Finding finding) {
        return new Ground(
                finding.ruleId(),
                finding.title(),
                finding.severity(),
                denies(finding) ? Effect.DENIED : warns(finding) ? Effect.WARNED : Effect.AUDITED,
                finding.container().name(),
                finding.place().pointer());
    }

    private static String sentence(Finding finding) {
        Place place = finding.place();
        String container = finding.container().name();
        String who = container.isEmpty() ? "" : " (container " + container + ")";
        String where = place.pointer().isEmpty() ? "" : " at " + place.pointer();
        String message = finding.message().replaceFirst("\\.$", "");
        String text = finding.ruleId() + " " + finding.severity().label() + ": " + message + who + where;
        return PrintableText.of(text, MAX_WARNING_LENGTH);
    }

    private static List<String> bounded(List<String> sentences) {
        if (sentences.size() <= MAX_WARNINGS) {
            return sentences;
        }
        List<String> first = new ArrayList<>(sentences.subList(0, MAX_WARNINGS));
        first.add("and " + (sentences.size() - MAX_WARNINGS) + " more");
        return first;
    }
}
