package dev.vedette.policy.engine;

/** A rule bundle can't be used. The message is one sentence for people, with the way out. */
public final class BundleException extends Exception {
    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
