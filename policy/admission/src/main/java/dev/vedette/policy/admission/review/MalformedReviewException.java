package dev.vedette.policy.admission.review;

/** The body is no AdmissionReview that can be answered; the message is one sentence for the sender. */
public final class MalformedReviewException extends Exception {
    MalformedReviewException(String message) {
        super(message);
    }
}
