package dev.vedette.policy.admission.review;

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
 */
public record AdmissionAnswer(
        boolean allowed,
        String message,
        List<String> warnings,
        Map<String, String> audit,
        List<String> unjudged,
        String patch) {
    /** Under which key the audit log is told what could not be judged. */
    public static final String UNJUDGED = "unjudged";

    public static final AdmissionAnswer ALLOWED = new AdmissionAnswer(true, "", List.of(), Map.of(), List.of(), "");

    public AdmissionAnswer {
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(patch, "patch is null");
        warnings = List.copyOf(warnings);
        audit = Map.copyOf(audit);
        unjudged = List.copyOf(unjudged);
    }

    public static AdmissionAnswer denied(String message) {
        return new AdmissionAnswer(false, message, List.of(), Map.of(), List.of(), "");
    }

    public static AdmissionAnswer unjudged(String sentence) {
        return new AdmissionAnswer(true, "", List.of(), Map.of(), List.of(sentence), "");
    }

    public static AdmissionAnswer patching(String patch) {
        return new AdmissionAnswer(true, "", List.of(), Map.of(), List.of(), patch);
    }

    public AdmissionAnswer withWarnings(List<String> more) {
        return new AdmissionAnswer(allowed, message, joined(warnings, more), audit, unjudged, patch);
    }

    public AdmissionAnswer withAudit(Map<String, String> more) {
        return new AdmissionAnswer(allowed, message, warnings, joined(audit, more), unjudged, patch);
    }

    public AdmissionAnswer withUnjudged(List<String> more) {
        return new AdmissionAnswer(allowed, message, warnings, audit, joined(unjudged, more), patch);
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
                patch + other.patch);
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
        AdmissionAnswer judged = new AdmissionAnswer(allowed, message, warnings, audit, List.of(), patch)
                .withAudit(Map.of(UNJUDGED, String.join("; ", unjudged)));
        return closed ? judged.and(denied(problems)) : judged.withWarnings(List.of(problems));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Map<String, String> joined(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }
}
