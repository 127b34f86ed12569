package dev.vedette.sensor.agent;

/** The sensor cannot start; the message is one sentence with the way out. */
public final class SensorException extends Exception {
    private static final long serialVersionUID = 1L;

    public SensorException(String message) {
        super(message);
    }

    public SensorException(String message, Throwable cause) {
        super(message, cause);
    }
}
