package dev.vedette.console.replay;

/** A recording or policies that can't be judged by; the message says for people which, where and why. */
public final class UnjudgeableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnjudgeableException(String message, Throwable cause) {
        super(message, cause);
    }
}
