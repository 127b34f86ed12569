package dev.vedette.console;

/** The console cannot start; the message is one sentence with the way out. */
public final class ConsoleException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
