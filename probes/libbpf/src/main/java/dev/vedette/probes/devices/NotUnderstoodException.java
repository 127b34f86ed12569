package dev.vedette.probes.devices;

/** What a program decides cannot be told from its instructions; the message says from which. */
public final class NotUnderstoodException extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String what) {
        super(what);
    }
}
