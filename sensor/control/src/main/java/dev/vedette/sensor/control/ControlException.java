package dev.vedette.sensor.control;

/** The sensor cannot be asked, or refused; the message is one sentence with the way out. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    public ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
