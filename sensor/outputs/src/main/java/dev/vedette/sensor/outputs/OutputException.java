package dev.vedette.sensor.outputs;

/** An output could not take something; the message is one sentence that says what to do. */
public final class OutputException extends Exception {
    private static final long serialVersionUID = 1L;

    public OutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
