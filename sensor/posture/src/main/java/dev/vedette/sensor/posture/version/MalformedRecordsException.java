package dev.vedette.sensor.posture.version;

/** Records that cannot be taken; the message is the rest of a sentence that begins with the file. */
public final class MalformedRecordsException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedRecordsException(String message) {
        super(message);
    }
}
