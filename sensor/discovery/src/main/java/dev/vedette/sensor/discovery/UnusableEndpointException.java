package dev.vedette.sensor.discovery;

/** An endpoint that is recognised but cannot be used; the message is one sentence with the way out. */
public final class UnusableEndpointException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableEndpointException(String message) {
        super(message);
    }
}
