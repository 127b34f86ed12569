package dev.vedette.console.store;

/** The store cannot read or write just now; the message is one sentence with the way out. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
