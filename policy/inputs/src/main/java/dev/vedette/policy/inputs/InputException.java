package dev.vedette.policy.inputs;

/** Something cannot be taken in; the message is one sentence with the way out. */
public final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
