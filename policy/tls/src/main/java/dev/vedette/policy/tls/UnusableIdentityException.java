package dev.vedette.policy.tls;

/** There is no key and certificate to serve under; the message is one sentence that names the file at fault. */
public final class UnusableIdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableIdentityException(String message) {
        super(message);
    }

    UnusableIdentityException(String message, Throwable cause) {
        super(message, cause);
    }
}
