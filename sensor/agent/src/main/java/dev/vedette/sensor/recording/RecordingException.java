package dev.vedette.sensor.recording;

/** A recording cannot be read or written; the message is one sentence with the way out. */
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    public RecordingException(String message, Throwable cause) {
        super(message, cause);
    }
}
