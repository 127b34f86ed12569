package dev.vedette.policy.admission;

import io.javalin.http.HttpStatus;

/** What was sent is not answered; the message is one sentence for the sender. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    RefusedRequestException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
