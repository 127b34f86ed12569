package dev.vedette.policy.engine;

/** A rule went on for too long: it was cut off, or is told of since it was slow. The message says what it did. */
public final class RuleCutOffException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RuleCutOffException(String message) {
        super(message);
    }

    /** @param part of the rule, the subject of a sentence */
    static RuleCutOffException slow(String part) {
        return new RuleCutOffException(
                part + " took more than " + ThreadTime.SLOW_NANOS / 1_000_000 + " ms of a processor for one fact");
    }

    /** The one that a failure of Drools is about, else the failure itself. */
    static Throwable within(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RuleCutOffException) {
                return cause;
            }
        }
        return failure;
    }
}
