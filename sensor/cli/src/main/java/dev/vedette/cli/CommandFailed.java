package dev.vedette.cli;

/** A command cannot do what was asked; the message is one sentence with the way out, shown as it is. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message);
    }

    CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
