package dev.vedette.policy.admission;

import java.util.List;

/**
 * What the API server is told.
 *
 * @param message why it is denied; "" if allowed
 * @param warnings shown to whoever asked, whether allowed or not
 */
record AdmissionAnswer(boolean allowed, String message, List<String> warnings) {
    static final AdmissionAnswer ALLOWED = new AdmissionAnswer(true, "", List.of());

    AdmissionAnswer {
        warnings = List.copyOf(warnings);
    }
}
