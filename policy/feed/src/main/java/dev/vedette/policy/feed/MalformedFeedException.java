package dev.vedette.policy.feed;

/** Bytes that are no finding and no outcome; the message is one sentence that names the field. */
public final class MalformedFeedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedFeedException(String message) {
        super(message);
    }

    public MalformedFeedException(String message, Throwable cause) {
        super(message, cause);
    }
}
