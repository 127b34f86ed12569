package dev.vedette.policy.manifest.baseline;

/** A baseline cannot be read or written; the message is one sentence with the way out. */
public final class BaselineException extends Exception {
    private static final long serialVersionUID = 1L;

    BaselineException(String message) {
        super(message);
    }

    BaselineException(String message, Throwable cause) {
        super(message, cause);
    }
}
