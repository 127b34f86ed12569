package dev.vedette.policy.admission;

import java.util.List;
import java.util.Objects;

/**
 * What the API server is told.
 *
 * @param message why it is denied; "" if allowed
 * @param warnings shown to whoever asked, whether allowed or not
 * @param patch what is to be changed, as a JSON Patch (RFC 6902); "" for nothing
 */
record AdmissionAnswer(boolean allowed, String message, List<String> warnings, String patch) {
    static final AdmissionAnswer ALLOWED = new AdmissionAnswer(true, "", List.of());

    AdmissionAnswer {
        Objects.requireNonNull(patch, "patch is null");
        warnings = List.copyOf(warnings);
    }

    /** One that changes nothing. */
    AdmissionAnswer(boolean allowed, String message, List<String> warnings) {
        this(allowed, message, warnings, "");
    }
}
