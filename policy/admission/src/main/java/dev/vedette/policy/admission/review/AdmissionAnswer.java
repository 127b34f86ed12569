package dev.vedette.policy.admission.review;

import dev.vedette.policy.model.AdmissionDecision.Ground;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the API server is told. Immutable.
 *
 * @param message why it is denied; "" if allowed
 * @param warnings shown to whoever asked, whether allowed or not
 * @param audit what the audit log is told, by keys that the API server puts the webhook's name in front of
 * @param unjudged what of the request could not be judged, one sentence each: {@link #settled} says what that means
 * @param patch what is to be changed, as a JSON Patch (RFC 6902); "" for nothing
 * @param grounds what was found, for the feed; the API server is told by the message, the warnings and the audit
 */
public record AdmissionAnswer(
        boolean allowed,
        String message,
        List<String> warnings,
        Map<String, String> audit,
        List<String> unjudged,
        String patch,
        List<Ground> grounds) {
    /** Under which key the audit log is told what could not be judged. */
    public static final String UNJUDGED = "unjudged";

    /** Under which key the audit log is told by what something was exempt. */
    public static final String EXEMPT = "exempt";

    public static final AdmissionAnswer ALLOWED =
            new AdmissionAnswer(true, "", List.of(), Map.of(), List.of(), "", List.of());

    public AdmissionAnswer {
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(patch, "patch is null");
        warnings = List.copyOf(warnings);
        audit = Map.copyOf(audit);
        unjudged = List.copyOf(unjudged);
        grounds = List.copyOf(grounds);
    }

    public static AdmissionAnswer denied(String message) {
        return new AdmissionAnswer(false, message, List.of(), Map.of(), List.of(), "", List.of());
    }

    public static AdmissionAnswer unjudged(String sentence) {
        return ALLOWED.withUnjudged(List.of(sentence));
    }

    public static AdmissionAnswer patching(String patch) {
        return new AdmissionAnswer(true, "", List.of(), Map.of(), List.of(), patch, List.of());
    }

    public AdmissionAnswer withWarnings(List<String> more) {
        return new AdmissionAnswer(allowed, message, joined(warnings, more), audit, unjudged, patch, grounds);
    }

    public AdmissionAnswer withAudit(Map<String, String> more) {
        return new AdmissionAnswer(allowed, message, warnings, joined(audit, more), unjudged, patch, grounds);
    }

    public AdmissionAnswer withUnjudged(List<String> more) {
        return new AdmissionAnswer(allowed, message, warnings, audit, joined(unjudged, more), patch, grounds);
    }

    public AdmissionAnswer withGrounds(List<Ground> more) {
        return new AdmissionAnswer(allowed, message, warnings, audit, unjudged, patch, joined(grounds, more));
    }

    /** Let in without being judged, which the audit log is told. */
    public static AdmissionAnswer exempt(String by) {
        return ALLOWED.withAudit(Map.of(EXEMPT, by));
    }

    /** Both together: allowed if both allow it. Only one of them may change the object. */
    public AdmissionAnswer and(AdmissionAnswer other) {
        if (!patch.isEmpty() && !other.patch.isEmpty()) {
            throw new IllegalArgumentException("two patches cannot be one");
        }
        return new AdmissionAnswer(
                allowed && other.allowed,
                message.isEmpty() || other.message.isEmpty() ? message + other.message : message + "; " + other.message,
                joined(warnings, other.warnings),
                joined(audit, other.audit),
                joined(unjudged, other.unjudged),
                patch + other.patch,
                joined(grounds, other.grounds));
    }

    /**
     * The same, with what could not be judged made into a denial or a warning.
     *
     * @param closed whether what could not be judged is refused
     */
    public AdmissionAnswer settled(boolean closed) {
        if (unjudged.isEmpty()) {
            return this;
        }
        String problems = "Vedette could not judge all of it: " + String.join("; ", unjudged);
        AdmissionAnswer judged = new AdmissionAnswer(allowed, message, warnings, audit, List.of(), patch, grounds)
                .withAudit(Map.of(UNJUDGED, String.join("; ", unjudged)));
        return closed ? judged.and(denied(problems)) : judged.withWarnings(List.of(problems));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Map<String, String> joined(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>(first);
        second.forEach((key, value) ->
                all.merge(key, value, (one, another) -> one.equals(another) ? one : one + "; " + another));
        return all;
    }
}
