package dev.vedette.cli;

import java.util.Collection;
import java.util.List;

/** A command cannot do what was asked; the message is one sentence with the way out, shown as it is. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    CommandFailed(String message) {
        this(message, List.of());
    }

    /** @param details what is wrong one by one, a line each */
    CommandFailed(String message, Collection<?> details) {
        super(message);
        this.details = details.stream().map(Object::toString).toList();
    }

    CommandFailed(String message, Throwable cause) {
        super(message, cause);
        this.details = List.of();
    }

    List<String> details() {
        return details;
    }
}
