package dev.vedette.console.api;

import io.javalin.http.HttpStatus;

/** A request that is answered with an error; the message is for the one who asked. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpStatus status;

    public ApiException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }
}
