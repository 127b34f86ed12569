package dev.vedette.policy.admission;

/** The body is no AdmissionReview that can be answered; the message is one sentence for the sender. */
final class MalformedReviewException extends Exception {
    MalformedReviewException(String message) {
        super(message);
    }
}
