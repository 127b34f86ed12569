package dev.vedette.probes;

/** The kernel cannot be watched from this process. The message is one sentence with the way out. */
public final class ProbesUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProbesUnavailableException(String message) {
        super(message);
    }

    public ProbesUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
