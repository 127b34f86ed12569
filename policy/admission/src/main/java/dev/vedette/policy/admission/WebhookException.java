package dev.vedette.policy.admission;

/** Why the webhook cannot start; the message is one sentence for people. */
public final class WebhookException extends RuntimeException {
    public WebhookException(String message) {
        super(message);
    }

    public WebhookException(String message, Throwable cause) {
        super(message, cause);
    }
}
